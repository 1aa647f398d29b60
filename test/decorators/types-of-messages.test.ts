import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onAnyMessage, onMessage, onOpen, wsResource } from '../../src/index.js';
import { connect, connecting } from '../support/wire.js';

const { Model } = Backbone;

describe('a type of messages', () => {
  it.each([
    'all',
    'x ws:close',
    'message',
    'ws:message:quote',
    'constructor',
    '__proto__',
    'open',
    ' ',
    'a:b',
    'ütf 8 ✓',
  ])('%j is a type like any other', (type) => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage(type) take(data: unknown, meta: { type: string }): void {
        told.push([data, meta.type]);
      }
    }
    new Quote();
    receive('quote', 1);
    receive(type, 2);
    expect(told).toEqual([[2, type]]);
  });
});

describe('the prefix', () => {
  it.each(['ws', '', 'feed', 'message', 'a:b'])('%j of the connection is that of the decorators', (prefix) => {
    const { ws, receive, socket } = connecting({ prefix });
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote', { match: 'symbol' }) tick({ symbol }: { symbol: string }): void {
        told.push(symbol);
      }
      @onAnyMessage() any(_data: unknown, type: unknown): void {
        told.push(type);
      }
      @onOpen() open(): void {
        told.push('open');
      }
    }
    new Quote({ symbol: 'A' });
    socket.server.accept();
    receive('quote', { symbol: 'A' });
    receive('quote', { symbol: 'B' });
    expect(told).toEqual(['open', 'A', 'quote', 'quote']);
  });

  it('may be another for each connection of one class', () => {
    const one = connect();
    const two = connect({ prefix: 'two' });
    const told: unknown[] = [];
    class Quote extends Model {
      @onMessage('quote') tick(data: unknown): void {
        told.push(data);
      }
    }
    for (const { ws } of [one, two, one, two]) ws.bind(new Quote() as any);
    one.receive('quote', 1);
    two.receive('quote', 2);
    expect(told).toEqual([1, 1, 2, 2]);
  });
});
