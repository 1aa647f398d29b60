import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { type Inspector, inspect } from '../../src/inspector/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';

class Quote extends Backbone.Model {
  tick(quote: object): void {
    this.set(quote);
  }
}

let sockets: ReturnType<typeof createFakeWebSocket>;
let ws: WS<any, any>;
let inspector: Inspector;

beforeEach(() => {
  sockets = createFakeWebSocket();
  ws = new WS<any>('ws://server.test/feed', { WebSocket: sockets, keepOpen: true });
  inspector = inspect(ws);
  sockets.last.server.accept();
});
afterEach(() => {
  inspector.dispose();
  ws.destroy();
});

const root = (): ShadowRoot => inspector.element.shadowRoot!;
const button = (text: string): HTMLButtonElement =>
  [...root().querySelectorAll('button')].find(({ textContent }) => textContent === text)!;
const rows = (table: string): string[] =>
  [...root().querySelectorAll<HTMLTableRowElement>(`table[aria-label="${table}"] tbody tr`)].map((row) =>
    [...row.cells].map(({ textContent }) => textContent).join('|'),
  );
const receive = (message: object): void => sockets.last.server.send(JSON.stringify(message));

describe('the panel', () => {
  it('is a custom element with a shadow root, in the page or where it is told', () => {
    const target = document.body.appendChild(document.createElement('div'));
    const other = inspect(ws, { target });
    expect(inspector.element.parentNode).toBe(document.body);
    expect(target.firstElementChild?.localName).toBe('backbone-ws-inspector');
    other.dispose();
    target.remove();
  });

  it('shows frames, the newest first, and what the chosen one holds', async () => {
    ws.bind(new Quote({ symbol: 'A' }), { 'ws:message:quote': 'tick' });
    receive({ type: 'quote', data: { price: 1 } });
    ws.send('hello', 2);
    await expect.poll(() => rows('Frames').length).toBe(2);
    expect(rows('Frames')[0]).toMatch(/\|→\|hello\|25 B\|\|\{"type":"hello","data":2\}$/);
    const [, quote] = root().querySelectorAll<HTMLElement>('table[aria-label="Frames"] tbody tr');
    quote!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    await expect.poll(() => root().querySelector('pre')?.textContent).toContain('"price": 1');
    expect(root().querySelector('pre')?.textContent).toMatch(/handlers: 1\nQuote\.tick {2}\d/);
    expect(quote!.classList.contains('selected')).toBe(true);
  });

  it('filters, pauses and clears', async () => {
    receive({ type: 'a' });
    receive({ type: 'b' });
    const filter = root().querySelector('input')!;
    filter.value = '"b"';
    filter.dispatchEvent(new Event('input'));
    await expect.poll(() => rows('Frames')).toEqual([expect.stringContaining('|b|')]);
    button('Pause').click();
    expect(button('Pause').getAttribute('aria-pressed')).toBe('true');
    receive({ type: 'b', again: true });
    button('Clear').click();
    await expect.poll(() => rows('Frames')).toEqual([]);
    button('Pause').click();
    receive({ type: 'b' });
    await expect.poll(() => rows('Frames').length).toBe(1);
  });

  it('shows the timeline, what is bound, what waits and what is subscribed', async () => {
    const quote = new Quote({ symbol: 'A' });
    ws.bind(quote, { 'ws:message:quote': 'tick' }, { subscribe: (one: Quote) => ['subscribe', one.get('symbol')] });
    await Promise.resolve();
    ws.request('ask', 1).catch(() => {});
    button('Bound').click();
    await expect.poll(() => rows('Bound')).toEqual(['Quote|1 bound|', 'Quote|ws:message:quote|1']);
    button('Waiting').click();
    await expect.poll(() => rows('Waiting')).toEqual(['outbox|0 messages|0 B', expect.stringMatching(/\|ask\|yes$/)]);
    button('Subscriptions').click();
    await expect.poll(() => rows('Subscriptions').length).toBe(1);
    expect(rows('Subscriptions')[0]).toMatch(/\|1\|yes$/);
    sockets.last.server.drop();
    button('Timeline').click();
    await expect.poll(() => rows('Timeline').map((row) => row.split('|')[1])).toContain('reopening');
    await expect.poll(() => root().querySelector('.state')?.textContent).toBe('waiting');
  });

  it('exports what it shows', () => {
    const saved: string[] = [];
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    receive({ type: 'a' });
    button('JSON').click();
    button('HAR').click();
    button('Copy').click();
    expect(saved).toEqual(['frames.json', 'frames.har']);
    click.mockRestore();
  });

  it('draws a chart, as wide as the panel', async () => {
    await expect.poll(() => root().querySelector('canvas')).not.toBe(null);
    inspector.element.style.width = '420px';
    inspector.element.style.display = 'block';
    await expect.poll(() => root().querySelector<HTMLElement>('.u-wrap')!.clientWidth).toBeLessThan(430);
  });

  it('leaves nothing in the page', () => {
    inspector.dispose();
    expect(document.querySelector('backbone-ws-inspector')).toBe(null);
  });
});
