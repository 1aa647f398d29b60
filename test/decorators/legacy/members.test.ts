// biome-ignore-all lint/complexity/noThisInStatic: what `this` is in a static method is asked here
import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, onOpen, wsResource } from '../../../src/index.js';
import { connect } from '../../support/wire.js';
import { errorOf } from '../support.js';

const { Model } = Backbone;
const decorate: any = onOpen();

describe('a legacy decorator refuses', () => {
  it.each<[string, unknown, string | undefined]>([
    ['a method', Model.prototype, 'set'],
    ['a static method', Model, 'extend'],
    ['the constructor', Model, undefined],
  ])('a parameter of %s', (_name, target, member) => {
    const { code, message } = errorOf(() => decorate(target, member, 0));
    expect([code, message]).toEqual(['bad-decorator', expect.stringContaining('got the class or parameter')]);
  });

  it('an accessor field', () => {
    const error = errorOf(() => {
      class Quote extends Model {
        @decorate accessor tick = () => {};
      }
      return Quote;
    });
    expect(error.message).toContain('got the accessor tick.');
  });
});

describe('a legacy decorator', () => {
  it('leaves the method and its descriptor as they are', () => {
    class Quote extends Model {
      @onMessage('quote') tick(): string {
        return 'tick';
      }
    }
    expect(Object.getOwnPropertyDescriptor(Quote.prototype, 'tick')).toMatchObject({
      writable: true,
      enumerable: false,
      configurable: true,
    });
    expect(new Quote().tick()).toBe('tick');
  });

  it('can be called as a function, with or without a descriptor', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    class Quote extends Model {
      tick(): void {
        told.push('tick');
      }
      note(): void {
        told.push('note');
      }
    }
    const mark: any = onMessage('quote');
    mark(Quote.prototype, 'tick', Object.getOwnPropertyDescriptor(Quote.prototype, 'tick'));
    mark(Quote.prototype, 'note');
    const Decorated = wsResource(ws)(Quote);
    new Decorated();
    receive('quote');
    expect(told).toEqual(['tick', 'note']);
  });

  it('of a class leaves the class and its name one thing inside it', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Shape extends Model {
      static count = 0;
      constructor() {
        super();
        Shape.count++;
      }
      static reset(): void {
        this.count = 0;
      }
    }
    class Circle extends Shape {}
    new Circle();
    expect(Shape.count).toBe(1);
    Shape.reset();
    new Circle();
    expect(Shape.count).toBe(1);
  });
});
