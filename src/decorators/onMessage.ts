import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { MessageDecorator } from '../../types/decorators.js';
import type { MessageMeta } from '../../types/events.js';
import type { MessageMap, Registered } from '../../types/messages.js';
import type { OnMessageOptions } from '../../types/resourceOptions.js';
import { misuse } from '../errors.js';
import { resolveHandler } from '../options.js';
import { decorateMember } from './member.js';

/** What the schema of a handler gives, or the payload where there is none, or one that does not say. */
type DataOf<Payload, S> = [S] extends [never]
  ? Payload
  : S extends StandardSchemaV1
    ? unknown extends StandardSchemaV1.InferOutput<S>
      ? Payload
      : StandardSchemaV1.InferOutput<S>
    : Payload;

/** The decorator for one map of messages. */
export type OnMessage<M extends MessageMap> = <
  const K extends keyof M['incoming'] & string,
  S extends StandardSchemaV1 = never,
>(
  type: K,
  options?: OnMessageOptions<M['incoming'][K], S>,
) => MessageDecorator<M, K, [data: DataOf<M['incoming'][K], S>, meta: MessageMeta<K>]>;

/**
 * Decorates a method, or a field that holds a function, that is called with the payload of each message of a type, and with its
 * `meta`. The method is looked up when the message comes, so an override in a subclass counts; one that is decorated itself
 * replaces the types of the one that it overrides. Several decorators on a method add up.
 *
 * ```ts
 * @onMessage('quote', { match: 'symbol' }) tick(quote: { price: number }) { this.set(quote); }
 * ```
 *
 * @throws WSError `bad-decorator`, `bad-option`
 */
export const onMessage: OnMessage<Registered> = (type, options) => {
  if (typeof type !== 'string') throw misuse('bad-decorator', '@onMessage(type):', 'the type of a message', type);
  return decorateMember(`@onMessage('${type}')`, `message:${type}`, resolveHandler(options));
};
