import type { MemberDecorator, NotCalled } from '../../types/decorators.js';
import type { LifecycleArgs } from '../../types/events.js';
import { decorateMember, noArguments } from './member.js';

/**
 * Decorates a method that is called with an error of the socket, or with what a handler threw, and whether the connection is open.
 *
 * ```ts
 * @onError() failed(error: unknown) {}
 * ```
 *
 * @throws WSError `bad-decorator`
 */
export function onError(): MemberDecorator<'@onError()', LifecycleArgs['error']>;
export function onError(...given: NotCalled<'@onError()'>): void;
export function onError(...given: unknown[]): unknown {
  noArguments('@onError()', given);
  return decorateMember('@onError()', 'error');
}
