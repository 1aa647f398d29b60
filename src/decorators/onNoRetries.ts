import type { MemberDecorator } from '../../types/decorators.js';
import type { LifecycleArgs } from '../../types/events.js';
import { decorateMember, noArguments } from './member.js';

/**
 * Decorates a method that is called when there are no attempts left to open the connection again.
 *
 * ```ts
 * @onNoRetries() giveUp() {}
 * ```
 *
 * @throws WSError `bad-decorator`
 */
export function onNoRetries(...given: []): MemberDecorator<'@onNoRetries()', LifecycleArgs['noretries']> {
  noArguments('@onNoRetries()', given);
  return decorateMember('@onNoRetries()', 'noretries');
}
