import type { MemberDecorator, NotCalled } from '../../types/decorators.js';
import type { MessageMeta } from '../../types/events.js';
import type { IncomingType, MessageMap, Registered } from '../../types/messages.js';
import { decorateMember, noArguments } from './member.js';

/** The decorator for one map of messages. */
export interface OnAnyMessage<M extends MessageMap> {
  (): MemberDecorator<
    '@onAnyMessage()',
    [data: M['incoming'][IncomingType<M>], type: IncomingType<M> | undefined, meta: MessageMeta]
  >;
  (...given: NotCalled<'@onAnyMessage()'>): void;
}

/**
 * Decorates a method that is called with every message: payload, type, `meta`. It runs after those for the message's type.
 *
 * ```ts
 * @onAnyMessage() log(data: unknown, type: string | undefined) { console.log(type, data); }
 * ```
 *
 * @throws WSError `bad-decorator`
 */
export const onAnyMessage: OnAnyMessage<Registered> = (...given: unknown[]) => {
  noArguments('@onAnyMessage()', given);
  return decorateMember('@onAnyMessage()', 'message');
};
