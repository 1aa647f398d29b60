import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

describe('a handler', () => {
  it('is looked up when the message comes, so a patch of the prototype counts', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push('before');
      }
    }
    new Quote();
    receive('quote');
    Quote.prototype.tick = () => void told.push('patched');
    receive('quote');
    expect(told).toEqual(['before', 'patched']);
  });

  it.each(['protected', 'private'])('may be %s', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') protected tick(): void {
        told.push('protected', this);
      }
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote') private note(): void {
        told.push('private', this);
      }
    }
    const quote = new Quote();
    receive('quote');
    expect(told).toEqual(['protected', quote, 'private', quote]);
  });

  it('may have a symbol for its name, which an override replaces too', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    const tick = Symbol('tick');
    const note = Symbol.for('note');
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') @onMessage('trade') [tick](...args: unknown[]): void {
        told.push('tick', args.length, args[0]);
      }
      @onMessage('quote') [note](): void {
        told.push('note');
      }
    }
    class Stock extends Quote {
      override [tick](): void {
        told.push('Stock.tick');
      }
      @onMessage('halted') override [note](): void {
        told.push('Stock.note');
      }
    }
    const quote = new Quote();
    receive('quote', 7);
    expect(told.splice(0)).toEqual(['tick', 2, 7, 'note']);
    ws.unbind(quote);
    new Stock();
    receive('quote');
    receive('trade');
    receive('halted');
    expect(told).toEqual(['Stock.tick', 'Stock.tick', 'Stock.note']);
  });

  it('may have a name like a number, like an event, or with spaces', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') 7(): void {
        told.push(7);
      }
      @onMessage('quote') 'ws:close'(): void {
        told.push('ws:close');
      }
      @onMessage('quote') 'two words'(): void {
        told.push('two words');
      }
      @onMessage('quote') '#hash'(): void {
        told.push('#hash');
      }
    }
    new Quote();
    receive('quote');
    expect(told).toEqual([7, 'ws:close', 'two words', '#hash']);
  });

  it('may be a method of Backbone', () => {
    const { ws, receive } = connect();
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') override set(...args: any[]): any {
        return super.set(...(args as [any]));
      }
      @onMessage('bye') override clear(...args: any[]): any {
        return super.clear(...args);
      }
    }
    const quote = new Quote();
    receive('quote', { price: 7 });
    expect(quote.attributes).toEqual({ price: 7 });
    receive('bye', {});
    expect(quote.attributes).toEqual({});
  });

  it('may be a field that holds a function, looked up late and replaced by an override', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      unit = 'EUR';
      @onMessage('quote') tick = (data: unknown, { type }: { type: string }): void => {
        told.push([this.unit, data, type]);
      };
      @onMessage('quote') note = function (this: Quote): void {
        told.push(this.unit);
      };
    }
    class Stock extends Quote {
      override unit = 'USD';
      override note = () => void told.push('Stock.note');
    }
    const quote = new Quote();
    receive('quote', 7);
    expect(told.splice(0)).toEqual([['EUR', 7, 'quote'], 'EUR']);
    quote.note = () => void told.push('assigned');
    new Stock();
    receive('quote', 8);
    expect(told).toEqual([['EUR', 8, 'quote'], 'assigned', ['USD', 8, 'quote'], 'Stock.note']);
  });

  it('of a class with type parameters runs for each of its uses', () => {
    const { ws, receive } = connect();
    @wsResource(ws)
    class Latest<T> extends Model {
      last?: T;
      @onMessage('quote') keep(data: T): void {
        this.last = data;
      }
    }
    class Prices extends Latest<{ price: number }> {
      double = (): number => this.last!.price * 2;
    }
    const latest = new Latest<string>();
    const prices = new Prices();
    receive('quote', { price: 7 });
    expect([latest.last, prices.double()]).toEqual([{ price: 7 }, 14]);
  });

  it('of an abstract class calls what its leaf makes of it', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    abstract class Shape extends Model {
      abstract title(): string;
      @onMessage('quote') tell(): void {
        told.push(this.title());
      }
      @onMessage('trade') trade(): void {
        this.traded();
      }
      protected abstract traded(): void;
    }
    class Circle extends Shape {
      title(): string {
        return 'circle';
      }
      protected traded(): void {
        told.push('traded');
      }
    }
    new Circle();
    receive('quote');
    receive('trade');
    expect(told).toEqual(['circle', 'traded']);
  });
});
