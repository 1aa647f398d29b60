import assert from 'node:assert/strict';
import Backbone from 'backbone';
import { calls, onMessage, quote, told, ws, wsResource } from './connection.js';
import type { Checks } from './report.js';

// A compiler that cannot do one of these is to fail in one check, so each class is made in its check.

export const checks: Checks = {
  'takes computed names': () => {
    const method = 'method';
    const field = 'field';
    @wsResource(ws)
    class Computed extends Backbone.Model {
      @onMessage('quote') [method](): void {
        calls.push('method');
      }
      @onMessage('quote') [field] = (): void => {
        calls.push('field');
      };
    }
    new Computed();
    assert.deepEqual(told('quote', quote), ['method', 'field']);
  },
  'takes symbols as names': () => {
    const method = Symbol('method');
    const field = Symbol('field');
    @wsResource(ws)
    class Symbols extends Backbone.Model {
      @onMessage('quote') [method](): void {
        calls.push('method');
      }
      @onMessage('quote') [field] = (): void => {
        calls.push('field');
      };
    }
    new Symbols();
    assert.deepEqual(told('quote', quote), ['method', 'field']);
  },
};
