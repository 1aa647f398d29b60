import { bindings, messages } from './fake.js';
import type { Part } from './part.js';
import { reconnects, traffic } from './real.js';

/** Each with how much of it is a long run. */
export const parts: readonly (readonly [part: Part, count: number])[] = [
  [reconnects, 10_000],
  [messages, 10_000_000],
  [traffic, 1_000_000],
  [bindings, 100_000],
];
