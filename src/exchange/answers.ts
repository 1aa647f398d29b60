import type { WSError } from '../errors.js';
import type { Settings } from '../options.js';
import type { Answer } from '../router/deliver.js';

const toError = (error: any): unknown =>
  error instanceof Error ? { message: error.message, code: (error as { code?: unknown }).code } : (error ?? 'error');

/**
 * The answer to one request of the other side: of the handlers' results the first that is something. `finish` sends it, or waits
 * for the promise that it is; where there was no handler it sends nothing.
 */
export function createAnswer(
  id: unknown,
  { idAttribute, dataAttribute, errorAttribute }: Settings,
  send: (message: object) => void,
  fail: (error: unknown) => void,
): { take: Answer; finish(): void } {
  let isHandled = false;
  let result: { readonly value?: unknown; readonly error?: unknown } = {};
  /** What cannot be sent is answered by an error that can. */
  const answer = (field: string, content: unknown, isLast = false): void => {
    try {
      send({ [idAttribute]: id, [field]: content });
    } catch (error) {
      fail(error);
      if (!isLast)
        answer(errorAttribute || 'error', { message: (error as Error).message, code: (error as WSError).code }, true);
    }
  };
  const succeed = (value: unknown): void => answer(dataAttribute || 'data', value);
  const refuse = (error: unknown): void => answer(errorAttribute || 'error', toError(error));
  return {
    take(value, error) {
      isHandled = true;
      if (typeof (value as any)?.then === 'function') Promise.resolve(value).catch(fail);
      if (result.value === undefined && result.error === undefined) result = { value, error };
    },
    finish() {
      const { value, error } = result;
      if (!isHandled) return;
      if (error !== undefined) return refuse(error);
      if (typeof (value as any)?.then !== 'function') return succeed(value);
      Promise.resolve(value).then(succeed, refuse);
    },
  };
}
