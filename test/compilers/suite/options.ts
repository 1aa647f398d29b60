import assert from 'node:assert/strict';
import Backbone from 'backbone';
import { type WsEvents, withWS } from 'backbone.ws';
import {
  calls,
  connect,
  type Messages,
  onAnyMessage,
  onMessage,
  type Quote,
  quote,
  told,
  ws,
  wsResource,
} from './connection.js';
import type { Checks } from './report.js';

@wsResource(ws, { match: 'symbol' })
class Keyed extends Backbone.Model {
  @onMessage('quote') tick({ price }: Quote): void {
    this.set({ price });
  }
  @onMessage('chat', { match: false }) chat(): void {
    calls.push('Keyed.chat');
  }
}

class Marks extends Backbone.Model {
  @onMessage('quote') plain(): void {
    calls.push('Marks.plain');
  }
}

@wsResource(ws, { bind: 'manual', sendAttribute: 'tell' })
class Manual extends Marks {
  declare tell: unknown;
}

@wsResource(ws, { apply: { chat: 'add' } })
class Room extends Backbone.Collection {
  @onAnyMessage() note(_data: unknown, type: string | undefined): void {
    calls.push(`note ${type} ${this.length}`);
  }
}

@wsResource(ws, { apply: { reset: 'reset' } })
class Lobby extends Room {}

class Mixed extends withWS(Backbone.Model, ws) {
  static override routes = { 'message:quote': 'take', 'message:reset': 'take' } satisfies WsEvents<Messages, Mixed, ''>;
  field = 'field';
  take(): void {
    calls.push(`Mixed.take ${this.field}`);
  }
  @onMessage('chat') marked(): void {
    calls.push('Mixed.marked');
  }
}

@wsResource(ws)
class Hashed extends Backbone.Model {
  get wsEvents(): WsEvents<Messages, Hashed, ''> {
    return { 'message:quote': 'take' };
  }
  take(): void {
    calls.push('Hashed.take');
  }
  @onMessage('quote') marked(): void {
    calls.push('Hashed.marked');
  }
}

export const checks: Checks = {
  'delivers by key, and to all where a handler says so': () => {
    const [a, b] = [new Keyed({ symbol: 'A' }), new Keyed({ symbol: 'B' })];
    assert.deepEqual(told('quote', { symbol: 'B', price: 2 }), []);
    assert.deepEqual([a.get('price'), b.get('price')], [undefined, 2]);
    assert.deepEqual(told('chat', {}), ['Keyed.chat', 'Keyed.chat']);
  },
  'binds by hand what is marked only, and what says so': () => {
    const manual = new Manual();
    new Marks();
    assert.deepEqual(ws.resources, []);
    ws.bind(manual).bind(new Marks());
    assert.deepEqual(told('quote', quote), ['Marks.plain', 'Marks.plain']);
    assert.equal(typeof manual.tell, 'function');
  },
  'applies messages before handlers, by the options of all decorated classes': () => {
    const lobby = new Lobby();
    assert.deepEqual(told('chat', { id: 'x', text: '' }), ['note chat 1']);
    assert.deepEqual(told('reset', [{ id: 'y' }, { id: 'z' }]), ['note reset 2']);
    assert.deepEqual(lobby.pluck('id'), ['y', 'z']);
  },
  'takes a class made by withWS, with decorated members': () => {
    const mixed = new Mixed();
    assert.equal(mixed.ws, ws);
    assert.deepEqual(told('quote', quote), ['Mixed.take field']);
    assert.deepEqual(told('chat', {}), ['Mixed.marked']);
  },
  'takes a wsEvents hash beside decorated members': () => {
    new Hashed();
    assert.deepEqual(told('quote', quote), ['Hashed.marked', 'Hashed.take']);
  },
  'binds to the connection of a scope': () => {
    const other = connect();
    const keyed = other.scope(() => new Keyed());
    assert.deepEqual([ws.resources, other.resources], [[], [keyed]]);
    other.destroy();
  },
};
