import type { MemberDecorator, NotCalled } from '../../types/decorators.js';
import type { LifecycleArgs } from '../../types/events.js';
import { decorateMember, noArguments } from './member.js';

/**
 * Decorates a method that is called when the connection, or an attempt to open it, has ended.
 *
 * ```ts
 * @onClose() stale({ code }: CloseEventLike) {}
 * ```
 *
 * @throws WSError `bad-decorator`
 */
export function onClose(): MemberDecorator<'@onClose()', LifecycleArgs['close']>;
export function onClose(...given: NotCalled<'@onClose()'>): void;
export function onClose(...given: unknown[]): unknown {
  noArguments('@onClose()', given);
  return decorateMember('@onClose()', 'close');
}
