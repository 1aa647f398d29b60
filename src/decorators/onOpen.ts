import type { MemberDecorator, NotCalled } from '../../types/decorators.js';
import type { LifecycleArgs } from '../../types/events.js';
import { decorateMember, noArguments } from './member.js';

/**
 * Decorates a method that is called when the connection opens: the first time, and again after each connection that was lost. An
 * instance made while it is open is told in a microtask.
 *
 * ```ts
 * @onOpen() subscribe({ reopened }: OpenInfo) {}
 * ```
 *
 * @throws WSError `bad-decorator`
 */
export function onOpen(): MemberDecorator<'@onOpen()', LifecycleArgs['open']>;
export function onOpen(...given: NotCalled<'@onOpen()'>): void;
export function onOpen(...given: unknown[]): unknown {
  noArguments('@onOpen()', given);
  return decorateMember('@onOpen()', 'open');
}
