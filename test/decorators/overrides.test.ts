import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onClose, onMessage, onOpen, wsResource } from '../../src/index.js';
import { connect, connecting } from '../support/wire.js';

const { Model } = Backbone;

describe('an override without a decorator', () => {
  it('takes the messages of the method that it overrides, and runs once', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push('Quote');
      }
    }
    class Stock extends Quote {
      override tick(): void {
        told.push('Stock');
      }
    }
    new Stock();
    receive('quote');
    expect(told).toEqual(['Stock']);
    new Quote();
    receive('quote');
    expect(told).toEqual(['Stock', 'Stock', 'Quote']);
  });

  it('can call super, gets payload and meta, and has its own fields', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(...args: unknown[]): void {
        told.push(['Quote', args.length, args[0], (args[1] as any).type]);
      }
    }
    class Stock extends Quote {
      unit = 'EUR';
      override tick(...args: unknown[]): void {
        told.push(this.unit);
        super.tick(...args);
      }
    }
    new Stock();
    receive('quote', { price: 7 });
    expect(told).toEqual(['EUR', ['Quote', 2, { price: 7 }, 'quote']]);
  });

  it('may be a getter, a field or a value put on the instance, because the name is looked up when the message comes', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push('Quote');
      }
    }
    class Field extends Quote {
      override tick = () => void told.push('field');
    }
    class Getter extends (Quote as any) {
      get tick() {
        return () => told.push('getter');
      }
    }
    new Field();
    new Getter();
    Object.assign(new Quote(), { tick: () => told.push('own') });
    receive('quote');
    expect(told).toEqual(['field', 'getter', 'own']);
  });

  it('counts from the middle of three levels on', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Base extends Model {
      @onMessage('quote') tick(): void {
        told.push('Base');
      }
    }
    class Middle extends Base {
      override tick(): void {
        told.push('Middle');
      }
    }
    class Leaf extends Middle {}
    new Leaf();
    receive('quote');
    expect(told).toEqual(['Middle']);
  });
});

describe('an override with a decorator', () => {
  it('replaces the types of the method that it overrides', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') @onMessage('trade') tick(): void {
        told.push('Quote');
      }
    }
    class Moved extends Quote {
      @onMessage('halted') override tick(): void {
        told.push('Moved');
      }
    }
    new Moved();
    receive('quote');
    receive('trade');
    expect(told).toEqual([]);
    receive('halted');
    expect(told).toEqual(['Moved']);
  });

  it('of another kind replaces the messages by an event', () => {
    const { ws, receive, socket } = connecting();
    const told: string[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push('quote');
      }
    }
    class Opened extends Quote {
      @onOpen() override tick(): void {
        told.push('open');
      }
    }
    new Opened();
    socket.server.accept();
    receive('quote');
    expect(told).toEqual(['open']);
  });

  it('of the same type runs once, and replaces the match as well', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote', { match: 'symbol' }) tick(): void {
        told.push('Quote');
      }
    }
    class All extends Quote {
      @onMessage('quote') override tick(): void {
        told.push('All');
        super.tick();
      }
    }
    new All({ symbol: 'A' });
    receive('quote', { symbol: 'B' });
    expect(told).toEqual(['All', 'Quote']);
  });

  it('in the middle is inherited by an override without one below it', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Base extends Model {
      @onMessage('quote') tick(): void {
        told.push('Base');
      }
    }
    class Middle extends Base {
      @onMessage('trade') override tick(): void {
        told.push('Middle');
      }
    }
    class Leaf extends Middle {
      override tick(): void {
        told.push('Leaf');
      }
    }
    class Last extends Leaf {
      @onMessage('quote') override tick(): void {
        told.push('Last');
      }
    }
    new Leaf();
    receive('quote');
    receive('trade');
    expect(told).toEqual(['Leaf']);
    new Last();
    receive('quote');
    expect(told).toEqual(['Leaf', 'Last']);
  });
});

describe('what an override leaves alone', () => {
  it('is the base, whose instances keep their types', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push('Quote.quote');
      }
    }
    class Moved extends Quote {
      @onMessage('trade') override tick(): void {
        told.push('Moved.trade');
      }
    }
    new Moved();
    new Quote();
    receive('quote');
    receive('trade');
    expect(told).toEqual(['Quote.quote', 'Moved.trade']);
  });

  it('is the other members of the base', () => {
    const { ws, receive, socket } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push('tick');
      }
      @onMessage('quote') note(): void {
        told.push('note');
      }
      @onClose() stale(): void {
        told.push('stale');
      }
    }
    class Moved extends Quote {
      @onMessage('trade') override tick(): void {}
    }
    new Moved();
    receive('quote');
    socket.server.drop({ error: false });
    expect(told).toEqual(['note', 'stale']);
  });
});
