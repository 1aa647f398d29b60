import type { MemberDecorator } from '../../types/decorators.js';
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
export function onClose(...given: []): MemberDecorator<'@onClose()', LifecycleArgs['close']> {
  noArguments('@onClose()', given);
  return decorateMember('@onClose()', 'close');
}
