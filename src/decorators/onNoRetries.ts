import type { MemberDecorator, NotCalled } from '../../types/decorators.js';
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
export function onNoRetries(): MemberDecorator<'@onNoRetries()', LifecycleArgs['noretries']>;
export function onNoRetries(...given: NotCalled<'@onNoRetries()'>): void;
export function onNoRetries(...given: unknown[]): unknown {
  noArguments('@onNoRetries()', given);
  return decorateMember('@onNoRetries()', 'noretries');
}
