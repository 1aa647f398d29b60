import type { SyncMode } from '../../types/policies.js';
import type { SubscribeOptions } from '../../types/resilience.js';
import type { Match, Resource } from '../../types/resource.js';
import type { Rule } from './events.js';

/** What the class of a resource says of it. */
export interface Declaration extends SubscribeOptions {
  readonly rules: readonly Rule[];
  /** For the `wsEvents` of the resource. */
  readonly match?: Match;
  /** In place of the connection's option; empty for none. */
  readonly sendAttribute?: string;
  /** In place of the connection's option. */
  readonly sync?: SyncMode;
}

/** Reads what a class declares; undefined for a class that declares nothing. */
export type Reader = (resource: Resource, prefix: string) => Declaration | undefined;

/** What classes and connections share, whichever copy of the package either comes from. */
const reader = Symbol.for('backbone.ws/reader');
const scope = Symbol.for('backbone.ws/scope');
const shared = globalThis as { [reader]?: Reader; [scope]?: unknown };

/** Asks the copy that decorated the first class. A page without decorated classes carries no reader. */
export const declaredBy: Reader = (resource, prefix) => shared[reader]?.(resource, prefix);

export function provideReader(read: Reader): void {
  shared[reader] ??= read;
}

/** The connection that decorated classes are to use in place of their own. */
export const scoped = (): unknown => shared[scope];

export function inScope<T>(connection: unknown, run: () => T): T {
  const outer = shared[scope];
  shared[scope] = connection;
  try {
    return run();
  } finally {
    shared[scope] = outer;
  }
}
