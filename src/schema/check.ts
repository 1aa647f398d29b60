/**
 * Messages are checked by validators that follow Standard Schema (https://standardschema.dev): one call, whose result, maybe in a
 * promise, holds the value or the issues.
 */
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { InvalidInfo } from '../../types/events.js';
import { WSError } from '../errors.js';

type Result = StandardSchemaV1.Result<unknown>;

/** What was wrong with a message: an issue without a path is as good as one with it. */
const toError = (type: string | undefined, data: unknown, { issues }: StandardSchemaV1.FailureResult): WSError => {
  const info: InvalidInfo = { type, issues, data };
  const [first] = issues;
  const path = first?.path?.map((part) => (typeof part === 'object' ? part.key : part)).join('.');
  return new WSError('invalid', `Message "${type}": ${path ? `${path}: ` : ''}${first?.message ?? 'invalid'}.`, info);
};

/** A payload that fits, as the validator gives it. */
export interface Checked {
  readonly value: unknown;
}

/**
 * What a validator makes of a payload, or the error; in a promise if the validator takes its time. A validator that throws refuses.
 */
export function check(schema: StandardSchemaV1, type: string | undefined, data: unknown): Promise<Checked> | Checked {
  const take = (result: Result): Checked => {
    if (result.issues) throw toError(type, data, result);
    return result;
  };
  const fail = (error: unknown): never => {
    throw error instanceof WSError ? error : toError(type, data, { issues: [{ message: String(error) }] });
  };
  try {
    const result = schema['~standard'].validate(data);
    return 'then' in result ? result.then(take).catch(fail) : take(result);
  } catch (error) {
    return fail(error);
  }
}
