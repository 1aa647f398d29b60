/** What is left where the compiler gives decorators no `context.metadata`. */
import assert from 'node:assert/strict';
import Backbone from 'backbone';
import { withWS } from 'backbone.ws';
import { calls, onMessage, onOpen, quote, told, ws, wsResource } from './connection.js';
import type { Checks } from './report.js';

@wsResource(ws, { apply: { chat: 'set' } })
class Hashed extends Backbone.Model {
  get wsEvents(): object {
    return { 'message:quote': 'take' };
  }
  take(): void {
    calls.push('Hashed.take');
  }
}

class Mixed extends withWS(Backbone.Model, ws) {
  static override routes = { 'message:quote': 'take' };
  take(): void {
    calls.push('Mixed.take');
  }
}

export const checks: Checks = {
  'says what is missing and which setting gives it, when a class with a decorated method is made': () => {
    const error = { code: 'bad-decorator', message: /@onMessage\('quote'\).*no context\.metadata.*"2023-05"/ };
    assert.throws(() => {
      class Refused extends Backbone.Model {
        @onMessage('quote') take(): void {}
      }
      return Refused;
    }, error);
  },
  'says so of a field too': () => {
    assert.throws(
      () => {
        class Refused extends Backbone.Model {
          @onOpen() take = (): void => {};
        }
        return Refused;
      },
      { code: 'bad-decorator', message: /@onOpen\(\).*no context\.metadata.*"2023-05"/ },
    );
  },
  'takes a decorated class with apply and wsEvents': () => {
    const hashed = new Hashed();
    assert.deepEqual(told('quote', quote), ['Hashed.take']);
    told('chat', { id: 'x', text: 'y' });
    assert.deepEqual(hashed.attributes, { id: 'x', text: 'y' });
  },
  'takes a class made by withWS': () => {
    new Mixed();
    assert.deepEqual(told('quote', quote), ['Mixed.take']);
  },
};
