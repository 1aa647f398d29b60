import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import {
  onAnyMessage,
  onClose,
  onError,
  onInvalid,
  onMessage,
  onNoRetries,
  onOpen,
  wsResource,
} from '../../src/index.js';
import { connect } from '../support/wire.js';
import { errorOf } from './support.js';

const { Model } = Backbone;

/** What the compiler refuses is tried all the same: the decorators without their types, by what they are called in errors. */
const members: [name: string, decorator: any][] = [
  [`@onMessage('quote')`, onMessage('quote')],
  ['@onAnyMessage()', onAnyMessage()],
  ['@onOpen()', onOpen()],
  ['@onClose()', onClose()],
  ['@onError()', onError()],
  ['@onNoRetries()', onNoRetries()],
  ['@onInvalid()', onInvalid()],
];

const mend = 'Decorate a method, or a field that holds a function.';

/** The error's code must be right; its text is given back. */
function refused(act: () => unknown): string {
  const { code, message } = errorOf(act);
  expect(code).toBe('bad-decorator');
  return message;
}

describe.each(members)('%s refuses, when the class is made,', (name, decorate) => {
  it('a static method, a static field and static accessors', () => {
    const method = refused(() => {
      class Quote extends Model {
        @decorate static tick(): void {}
      }
      return Quote;
    });
    expect(method).toBe(`${name}: expected a method, got the static method tick. ${mend}`);
    const field = refused(() => {
      class Quote extends Model {
        @decorate static tick = () => {};
      }
      return Quote;
    });
    expect(field).toMatch(/expected a method, got the static (field|method) tick\. Decorate a method/);
    const getter = refused(() => {
      class Quote extends Model {
        @decorate static get tick() {
          return () => {};
        }
      }
      return Quote;
    });
    expect(getter).toMatch(/got the static (getter|accessor) tick\./);
  });

  it('a getter and a setter', () => {
    const getter = refused(() => {
      class Quote extends Model {
        @decorate get tick() {
          return () => {};
        }
      }
      return Quote;
    });
    expect(getter.replace('getter', 'accessor')).toBe(`${name}: expected a method, got the accessor tick. ${mend}`);
    const setter = refused(() => {
      class Quote extends Model {
        @decorate set tick(_value: unknown) {}
      }
      return Quote;
    });
    expect(setter).toMatch(/got the (setter|accessor) tick\./);
  });

  it('a member whose name is a symbol', () => {
    const tick = Symbol('tick');
    const text = refused(() => {
      class Quote extends Model {
        @decorate static [tick](): void {}
      }
      return Quote;
    });
    expect(text).toContain('got the static method Symbol(tick).');
  });

  it('a class', () => {
    const text = refused(() => {
      @decorate
      class Quote extends Model {}
      return Quote;
    });
    expect(text).toMatch(/expected a method, got the class/);
  });
});

describe.each<[string, any]>([
  ['@onAnyMessage()', onAnyMessage],
  ['@onOpen()', onOpen],
  ['@onClose()', onClose],
  ['@onError()', onError],
  ['@onNoRetries()', onNoRetries],
  ['@onInvalid()', onInvalid],
])('%s without ()', (name, decorator) => {
  it('is refused on a method, and says how to write it', () => {
    const text = refused(() => {
      class Quote extends Model {
        @decorator tick(): void {}
      }
      return Quote;
    });
    expect(text).toBe(`${name}: expected a method, got no (). Write ${name}.`);
  });

  it('is refused on a field', () => {
    const text = refused(() => {
      class Quote extends Model {
        @decorator tick = () => {};
      }
      return Quote;
    });
    expect(text).toContain(`Write ${name}.`);
  });
});

describe('@onMessage refuses', () => {
  it('to be used without ()', () => {
    const decorator: any = onMessage;
    const text = refused(() => {
      class Quote extends Model {
        @decorator tick(): void {}
      }
      return Quote;
    });
    expect(text).toMatch(/^@onMessage\(type\): expected the type of a message, got /);
  });

  it.each([undefined, null, 7, {}, ['quote'], Symbol('quote')])('%o for a type', (type) => {
    expect(refused(() => onMessage(type as any))).toContain('@onMessage(type): expected the type of a message, got ');
  });

  it.each<[object, RegExp]>([
    [{ mach: 'symbol' }, /"mach" is unknown\. Did you mean "match"\?/],
    [{ match: 7 }, /"match": expected a field, an object or false, got 7/],
    [{ match: [] }, /"match": expected a field, an object or false, got Array/],
    ['symbol' as any, /expected an object, got "symbol"/],
    [[] as any, /expected an object, got Array/],
  ])('%o for its options', (options, message) => {
    const error = errorOf(() => onMessage('quote', options));
    expect([error.code, error.message]).toEqual(['bad-option', expect.stringMatching(message)]);
  });
});

describe('a compiler that gives no metadata', () => {
  it('is told of, with what helps', () => {
    const context = { kind: 'method', name: 'tick', static: false, private: false };
    const text = refused(() => (onOpen() as any)(() => {}, context));
    expect(text).toBe(
      '@onOpen(): expected a method, got no context.metadata. Babel needs version "2023-05" of decorators or a later one.',
    );
  });

  it('is told of last: what else is wrong goes first', () => {
    const context = { kind: 'method', name: 'tick', static: true, private: false };
    expect(refused(() => (onOpen() as any)(() => {}, context))).toContain('got the static method tick');
  });
});

describe('@wsResource refuses', () => {
  it.each<[string, unknown, unknown?]>([
    ['a class without Backbone.Events', class Plain {}],
    ['a function without them', () => {}],
    ['an instance', new Model()],
    ['nothing', undefined],
    ['null', null],
    ['a method (standard)', () => {}, { kind: 'method', name: 'tick', static: false, metadata: {} }],
    ['a field (standard)', undefined, { kind: 'field', name: 'tick', static: false, metadata: {} }],
    ['a static method that makes models (standard)', Model, { kind: 'method', name: 'make', static: true }],
    ['a method (legacy)', Model.prototype, 'tick'],
  ])('%s', (_name, target, context) => {
    const { ws } = connect();
    const text = refused(() => (wsResource(ws) as any)(target, context));
    expect(text).toContain('@wsResource: expected a class with Backbone.Events, got ');
  });

  it('a class that does not fit, and leaves it as it was', () => {
    const { ws } = connect();
    class Plain {}
    const before = Object.getOwnPropertyDescriptors(Plain.prototype);
    refused(() => (wsResource(ws) as any)(Plain));
    expect(Object.getOwnPropertyDescriptors(Plain.prototype)).toEqual(before);
    const error = errorOf(() => (wsResource(ws, { apply: { quote: 'add' } }) as any)(Model));
    expect([error.code, Model.prototype.constructor]).toEqual(['bad-option', Model]);
  });
});

describe('an option is refused when the class is decorated', () => {
  it.each<[string, object, RegExp]>([
    ['an unknown one', { bnd: 'manual' }, /"bnd" is unknown\. Did you mean "bind"\?/],
    [
      'one of another place',
      { retries: 3 },
      /"retries" is unknown\. Known are match, bind, sendAttribute, sync, apply/,
    ],
    ['another bind', { bind: 'later' }, /"bind": expected construct or manual, got "later"/],
    ['another match', { match: 7 }, /"match": expected a field, an object or false, got 7/],
    ['another sendAttribute', { sendAttribute: true }, /"sendAttribute": expected a string, false or null, got true/],
    ['another apply', { apply: 'set' }, /"apply": expected an object, got "set"/],
    ['an operation of collections on a model', { apply: { quote: 'add' } }, /"quote": expected set or unset or clear/],
    ['an operation that is none', { apply: { quote: 'toString' } }, /expected set or unset or clear, got "toString"/],
    ['an array of options', [], /expected an object, got Array/],
  ])('%s', (_name, options, message) => {
    const { ws } = connect();
    const error = errorOf(() => (wsResource(ws, options) as any)(class extends Model {}));
    expect([error.code, error.message]).toEqual(['bad-option', expect.stringMatching(message)]);
  });
});
