// biome-ignore-all lint/correctness/noUnusedPrivateClassMembers: their decorators use them
import assert from 'node:assert/strict';
import Backbone from 'backbone';
import { calls, onMessage, onOpen, type Quote, quote, told, ws, wsResource } from '../connection.js';
import type { Checks } from '../report.js';

@wsResource(ws)
class Private extends Backbone.Model {
  #count = 1;
  @onMessage('quote') #method({ symbol }: Quote): void {
    calls.push(`Private.#method ${symbol} ${this.#count++}`);
  }
  @onMessage('reset')
  @onMessage('chat')
  #stacked(): void {
    calls.push('Private.#stacked');
  }
  @onOpen() #open(): void {
    calls.push('Private.#open');
  }
}

@wsResource(ws)
class PrivateField extends Backbone.Model {
  #count = 1;
  @onMessage('quote')
  @onMessage('reset')
  #field = (data: Quote | null): void => {
    calls.push(`PrivateField.#field ${data?.price} ${this.#count++}`);
  };
}

/** Its members of the same names are others. */
class Namesake extends Private {
  @onMessage('quote') #method(): void {
    calls.push('Namesake.#method');
  }
  @onMessage('reset') '#stacked'(): void {
    calls.push('Namesake.#stacked');
  }
}

const Expression =
  @wsResource(ws)
  class extends Backbone.Model {
    @onMessage('quote') take(): void {
      calls.push('Expression.take');
    }
  };

const decorate: any = onMessage('quote');

const refused: { [what: string]: () => object } = {
  'accessor wrong': () => {
    class Refused extends Backbone.Model {
      @decorate accessor wrong = 1;
    }
    return Refused;
  },
  'static method #wrong': () => {
    class Refused extends Backbone.Model {
      @decorate static #wrong(): void {}
    }
    return Refused;
  },
  'getter #wrong': () => {
    class Refused extends Backbone.Model {
      @decorate get #wrong(): string {
        return '';
      }
    }
    return Refused;
  },
};

export const checks: Checks = {
  'takes #private methods': async () => {
    new Private();
    assert.deepEqual(told('quote', quote), ['Private.#method A 1']);
    await null;
    assert.deepEqual(calls, ['Private.#open']);
  },
  'takes #private fields that hold functions': () => {
    new PrivateField();
    assert.deepEqual(told('quote', quote), ['PrivateField.#field 1 1']);
    assert.deepEqual(told('reset', null), ['PrivateField.#field undefined 2']);
  },
  'takes stacked decorators of a #private method': () => {
    new Private();
    assert.deepEqual([...told('reset', null), ...told('chat', {})], ['Private.#stacked', 'Private.#stacked']);
  },
  'lets a member of the same name in a subclass be another one': () => {
    new Namesake();
    assert.deepEqual(told('quote', quote), ['Private.#method A 1', 'Namesake.#method']);
    assert.deepEqual(told('reset', null), ['Private.#stacked', 'Namesake.#stacked']);
  },
  'reaches the #private members of every instance': () => {
    new Private();
    told('quote', quote);
    new Private();
    assert.deepEqual(told('quote', quote), ['Private.#method A 2', 'Private.#method A 1']);
  },
  'takes class expressions, which have the name of their variable': () => {
    assert.equal(Expression.name, 'Expression');
    new Expression();
    assert.deepEqual(told('quote', quote), ['Expression.take']);
  },
  'refuses accessors, static #private methods and #private getters': () => {
    for (const [what, make] of Object.entries(refused)) {
      assert.throws(make, { code: 'bad-decorator', message: new RegExp(what) });
    }
  },
};
