import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { onAnyMessage, onMessage, onOpen, wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';
import { errorsOf, warnings } from './support.js';

const { Model } = Backbone;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a handler that is no function when its message comes', () => {
  it('becomes an error that names it, a warning said once, and stops no other handler', () => {
    const { ws, receive } = connect();
    const [said, errors] = [warnings(), errorsOf(ws)];
    const told: string[] = [];
    @wsResource(ws)
    class LostHandler extends Model {
      @onMessage('quote') tick(): void {}
      @onMessage('quote') note(): void {
        told.push('note');
      }
    }
    const lost: any = new LostHandler();
    lost.tick = 'not a function';
    new LostHandler();
    receive('quote');
    receive('quote');
    expect(told).toEqual(['note', 'note', 'note', 'note']);
    expect(errors.map(({ code, message }) => [code, message])).toEqual(
      Array(2).fill(['no-handler', '"tick": expected a method of LostHandler, got "not a function".']),
    );
    expect(said).toEqual(['backbone.ws: "tick": expected a method of LostHandler, got "not a function".']);
  });

  it('is told of for symbols, events of the connection and every message, too', async () => {
    const { ws, receive, socket } = connect();
    const [said, errors] = [warnings(), errorsOf(ws)];
    const tick = Symbol('tick');
    @wsResource(ws)
    class LostMore extends Model {
      @onMessage('quote') [tick](): void {}
      @onAnyMessage() any(): void {}
      @onOpen() open(): void {}
    }
    const lost: any = new LostMore();
    Object.assign(lost, { [tick]: null, any: undefined, open: 7 });
    await Promise.resolve();
    receive('quote');
    expect(errors.map(({ code, message }) => [code, message.slice(0, 14)])).toEqual([
      ['no-handler', '"open": expect'],
      ['no-handler', '"Symbol(tick)"'],
      ['no-handler', '"any": expecte'],
    ]);
    expect([said.length, socket.readyState]).toEqual([3, 1]);
  });

  it('is an error without a warning in production', () => {
    const { ws, receive } = connect();
    const [said, errors] = [warnings(), errorsOf(ws)];
    @wsResource(ws)
    class LostInProduction extends Model {
      @onMessage('quote') tick(): void {}
    }
    (new LostInProduction() as any).tick = null;
    vi.stubEnv('NODE_ENV', 'production');
    receive('quote');
    expect([errors.map(({ code }) => code), said]).toEqual([['no-handler'], []]);
  });

  it('is not what a getter is that throws: its own error is raised', () => {
    const { ws, receive } = connect();
    const errors = errorsOf(ws);
    const broken = new Error('a broken getter');
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {}
    }
    const get = () => {
      throw broken;
    };
    Object.defineProperty(new Quote(), 'tick', { get });
    receive('quote');
    expect(errors).toEqual([broken]);
  });
});
