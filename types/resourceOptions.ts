import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Operation } from './decorators.js';
import type { AnyMessages, IncomingType, MessageMap } from './messages.js';
import type { SyncMode } from './policies.js';
import type { SubscribeOptions } from './resilience.js';

/** The compiler writes a type out in its errors that is reached through a property, and only its name if it has one of its own. */
type FieldOf<Payload> = {
  names: Payload extends readonly unknown[] ? never : Payload extends object ? keyof Payload & string : never;
}['names'];

/** Which field of a payload says whose message it is; `{ field: 'attribute' }` where the model calls it otherwise. */
type MatchOf<Payload> = {
  either: [FieldOf<Payload>] extends [never]
    ? never
    : FieldOf<Payload> | { readonly [Field in FieldOf<Payload>]?: string };
}['either'];

/** Options of a decorated class. They hold for its subclasses too, except where those have their own. */
export interface ResourceOptions<
  M extends MessageMap = AnyMessages,
  O extends Operation = Operation,
  K extends string = IncomingType<M>,
> extends SubscribeOptions<NoInfer<M>> {
  /**
   * `match` for all message handlers of the class, inherited ones and `apply` included, that have none of their own.
   * @default none: every instance gets every message
   */
  readonly match?: MatchOf<M['incoming'][IncomingType<M>]>;
  /**
   * When an instance is bound: `'construct'` right after its constructor has run, `'manual'` when it is given to `ws.bind`.
   * @default 'construct'
   */
  readonly bind?: 'construct' | 'manual';
  /**
   * Name under which an instance gets its own `send`; `false` gives it none.
   * @default the option of the connection
   */
  readonly sendAttribute?: string | false;
  /**
   * How an instance saves and fetches.
   * @default the option of the connection
   */
  readonly sync?: SyncMode;
  /**
   * Messages that change the resource without a handler, before handlers of the same message run. A collection: `'add'` what it
   * has not yet, `'merge'` into the models that it has, `'remove'` those, `'reset'` to the payload; models are found by id, and
   * the payload is one object or an array of them (for `'remove'` ids will do). A model: `'set'` the payload's attributes,
   * `'unset'` those that it names, `'clear'` all. A payload of another kind changes nothing and becomes an `error` event.
   * @default none
   */
  readonly apply?: { readonly [Type in K]?: O };
}

/** Second argument of `onMessage`. */
export interface OnMessageOptions<Payload = any, S extends StandardSchemaV1 = StandardSchemaV1> {
  /**
   * Calls the handler only of the instances whose attribute equals the payload's field, as `match` of `bind` does; `false`
   * calls it of all, whatever the class says.
   * @default the option of the class
   */
  readonly match?: MatchOf<Payload> | false;
  /**
   * What the payload has to look like for this handler, which gets what the schema makes of it. One that does not fit becomes an
   * `invalid` event.
   * @default none
   */
  readonly schema?: S;
}
