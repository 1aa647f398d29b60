import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { calls, errors, ws } from './connection.js';

export interface Checks {
  readonly [name: string]: () => void | Promise<void>;
}

/**
 * Runs the checks one after the other, each from a fresh start, and prints a line for each. A warning is a failure. The exit code
 * is 0 all the same: another one says that the checks did not run to their end.
 */
export async function report(checks: Checks): Promise<void> {
  const warnings: unknown[][] = [];
  console.warn = (...words) => warnings.push(words);
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      assert.deepEqual({ errors, warnings }, { errors: [], warnings: [] });
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`FAIL ${name}: ${inspect(error).replaceAll(/\s*\n\s*/g, ' | ')}`);
    }
    ws.unbindAll();
    for (const list of [calls, errors, warnings]) list.length = 0;
  }
}
