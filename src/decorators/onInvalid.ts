import type { MemberDecorator, NotCalled } from '../../types/decorators.js';
import type { LifecycleArgs } from '../../types/events.js';
import { decorateMember, noArguments } from './member.js';

/**
 * Decorates a method that is called with what is wrong with a message that is not delivered as it should be.
 *
 * ```ts
 * @onInvalid() complain({ issues }: InvalidInfo) {}
 * ```
 *
 * @throws WSError `bad-decorator`
 */
export function onInvalid(): MemberDecorator<'@onInvalid()', LifecycleArgs['invalid']>;
export function onInvalid(...given: NotCalled<'@onInvalid()'>): void;
export function onInvalid(...given: unknown[]): unknown {
  noArguments('@onInvalid()', given);
  return decorateMember('@onInvalid()', 'invalid');
}
