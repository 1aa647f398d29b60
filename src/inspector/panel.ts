import { createChart } from './chart.js';
import { createTable, h, setText } from './dom.js';
import { toHar, toJson } from './export.js';
import type { AnyWS } from './inside.js';
import type { InspectorEntry, Recorder } from './recorder.js';
import { snapshotOf } from './snapshot.js';
import { styles } from './styles.js';

/** How often the panel is drawn at most, in milliseconds. */
const DRAW_MS = 400;
/** More than a screen shows; the others are there to filter and to export. */
const ROWS = 60;

const views = ['Frames', 'Timeline', 'Bound', 'Waiting', 'Subscriptions'] as const;
type View = (typeof views)[number];

const arrows = { in: '←', out: '→', event: '•' };
const clock = (time: number): string => new Date(time).toISOString().slice(11, 23);
const ms = (value: number | undefined): string =>
  value === undefined ? '' : `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const timeOf = ({ calls, latencyMs }: InspectorEntry): string =>
  ms(latencyMs ?? (calls?.length ? calls.reduce((sum, call) => sum + call.ms, 0) : undefined));

function detailsOf({ text, calls }: InspectorEntry): string {
  let content = text;
  try {
    content = JSON.stringify(JSON.parse(text), null, 2);
  } catch {}
  const ran = calls?.map((call) => `${call.resource}.${call.handler}  ${ms(call.ms)}`) ?? [];
  return [content, ...(ran.length ? ['', `handlers: ${ran.length}`, ...ran] : [])].join('\n');
}

/** The parts of a panel in a shadow root, and what draws them. */
export function createPanel(root: ShadowRoot, ws: AnyWS, recorder: Recorder, seconds: number) {
  let view: View = 'Frames';
  let selected = '';
  let filter = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const state = h('span', { class: 'state' });
  const url = h('span', { class: 'url' });
  const counts = h('span');
  const details = h('pre', { tabindex: '0', 'aria-label': 'Details' });
  const chartBox = h('div', { class: 'chart', role: 'img', 'aria-label': 'Messages per second and time in handlers' });
  const select = (key: string): void => {
    selected = key;
    draw();
  };
  const frames = createTable('Frames', ['Time', '', 'Type', 'Size', 'Took', 'Content'], select);
  const timeline = createTable('Timeline', ['Time', 'Event', 'Argument']);
  const bound = createTable('Bound', ['Class', 'Instances or event', 'Handlers']);
  const waiting = createTable('Waiting', ['Id', 'Type', 'Sent']);
  const subscriptions = createTable('Subscriptions', ['Key', 'Wanted by', 'Active']);

  const panes: { readonly [V in View]: HTMLElement } = {
    Frames: h('div', { class: 'frames' }, h('div', {}, frames.table), h('div', {}, details)),
    Timeline: timeline.table,
    Bound: bound.table,
    Waiting: waiting.table,
    Subscriptions: subscriptions.table,
  };
  const tabs = views.map((name) => h('button', { type: 'button', role: 'tab', onclick: () => show(name) }, name));
  const show = (name: View): void => {
    view = name;
    views.forEach((one, i) => {
      panes[one].hidden = one !== name;
      tabs[i]!.setAttribute('aria-selected', String(one === name));
    });
    draw();
  };

  const save = (name: string, text: string): void => {
    const link = h('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const address = (): string => (typeof ws.url === 'function' ? ((ws.socket as any)?.url ?? '') : String(ws.url));
  const pause = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => toggle() }, 'Pause');
  const toggle = (): void => {
    recorder.isPaused = !recorder.isPaused;
    pause.setAttribute('aria-pressed', String(recorder.isPaused));
  };
  const button = (text: string, onclick: () => void) => h('button', { type: 'button', onclick }, text);

  root.append(
    h('style', {}, styles),
    h(
      'section',
      { 'aria-label': 'Inspector of a WebSocket' },
      h(
        'header',
        {},
        ...[h('h2', {}, 'backbone.ws'), state, url, counts, h('span', { class: 'space' })],
        h('input', {
          type: 'search',
          'aria-label': 'Filter',
          placeholder: 'filter',
          oninput: ({ target }) => {
            filter = target.value.toLowerCase();
            draw();
          },
        }),
        pause,
        button('Clear', () => {
          recorder.clear();
          draw();
        }),
        button('Copy', () => void navigator.clipboard?.writeText(toJson(shown())).catch(() => {})),
        button('JSON', () => save('frames.json', toJson(shown()))),
        button('HAR', () => save('frames.har', toHar(shown(), address()))),
      ),
      h('div', {}, chartBox, h('nav', { role: 'tablist', 'aria-label': 'Views' }, ...tabs)),
      h(
        'div',
        { class: 'body', tabindex: '0', role: 'region', 'aria-label': 'What happened' },
        ...Object.values(panes),
      ),
    ),
  );
  const chart = createChart(chartBox, seconds);
  const resized = typeof ResizeObserver === 'function' ? new ResizeObserver(() => chart.resize()) : undefined;
  resized?.observe(chartBox);

  const shown = (): InspectorEntry[] =>
    recorder.entries.filter(({ type, text }) => !filter || `${type} ${text}`.toLowerCase().includes(filter));

  const fills: { readonly [V in View]: () => void } = {
    Frames() {
      const list = shown().filter(({ direction }) => direction !== 'event');
      const rows = list.slice(-ROWS).reverse();
      const row = (one: InspectorEntry) =>
        [
          `${one.id}`,
          clock(one.time),
          arrows[one.direction],
          one.type,
          `${one.bytes} B`,
          timeOf(one),
          one.text,
        ] as const;
      frames.fill(rows.map(row), selected);
      const entry = list.find(({ id }) => `${id}` === selected);
      setText(details, entry ? detailsOf(entry) : 'Choose a frame.');
    },
    Timeline() {
      const rows = recorder.timeline
        .filter(({ type, text }) => `${type} ${text}`.toLowerCase().includes(filter))
        .reverse();
      timeline.fill(rows.map(({ id, time, type, text }) => [`${id}`, clock(time), type, text]));
    },
    Bound() {
      const { resources, routes } = snapshotOf(ws);
      bound.fill([
        ...resources.map(({ name, count }) => [name, name, `${count} bound`, ''] as const),
        ...routes.map(({ event, name, count }) => [`${event} ${name}`, name, event, `${count}`] as const),
      ]);
    },
    Waiting() {
      const { outbox, requests } = snapshotOf(ws);
      waiting.fill([
        ['outbox', 'outbox', `${outbox.messages} messages`, `${outbox.bytes} B`],
        ...requests.map(({ id, type, isSent }) => [id, id, type, isSent ? 'yes' : 'no'] as const),
      ]);
    },
    Subscriptions() {
      const rows = snapshotOf(ws).subscriptions;
      subscriptions.fill(rows.map(({ key, count, isActive }) => [key, key, `${count}`, isActive ? 'yes' : 'no']));
    },
  };

  const draw = (): void => {
    clearTimeout(timer);
    timer = setTimeout(draw, DRAW_MS);
    if (document.hidden) return;
    setText(state, ws.state);
    state.dataset.state = ws.state;
    setText(url, address());
    setText(counts, `${recorder.count} lines, ${ws.resources.length} bound`);
    fills[view]();
    chart.draw(recorder.seconds);
  };
  show('Frames');

  return {
    draw,
    dispose(): void {
      clearTimeout(timer);
      resized?.disconnect();
      chart.destroy();
    },
  };
}
