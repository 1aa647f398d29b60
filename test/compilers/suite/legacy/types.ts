import assert from 'node:assert/strict';
import { routesOf } from 'backbone.ws';
import { Live } from '../inheritance.js';
import type { Checks } from '../report.js';

export const checks: Checks = {
  'does not mind the types that a compiler emits, nor the full reflect-metadata that comes with them': async () => {
    await import('reflect-metadata');
    assert.deepEqual(Reflect.getMetadata('design:paramtypes', Live.prototype, 'take'), [Object]);
    assert.deepEqual(
      routesOf(Live).map(({ event }) => event),
      ['message:quote', 'message:reset'],
    );
  },
};
