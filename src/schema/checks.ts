import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { SchemaMap } from '../../types/schemas.js';
import { WSError } from '../errors.js';
import { isDevelopment } from '../warn.js';
import { type Checked, check } from './check.js';

type Schemas = { readonly [type: string]: StandardSchemaV1 | undefined } | undefined;

const find = (schemas: Schemas, type: string): StandardSchemaV1 | undefined =>
  schemas && Object.hasOwn(schemas, type) ? schemas[type] : undefined;

/**
 * The option `schemas` at work, where messages come in and go out.
 *
 * @param fail is told what was refused
 */
export function createChecks({ incoming, outgoing, requests = {} }: SchemaMap, fail: (error: unknown) => void) {
  const isStrict = isDevelopment();
  const ofRequest = (type: string, side: 'request' | 'response') =>
    Object.hasOwn(requests, type) ? requests[type]![side] : undefined;

  const checkNow = (schema: StandardSchemaV1 | undefined, type: string, data: unknown): void => {
    const checked = isStrict && schema ? check(schema, type, data) : undefined;
    if (checked instanceof Promise) checked.catch(fail);
  };

  return {
    /** Undefined for a message that is refused. */
    incoming(type: string, data: unknown): Promise<Checked> | Checked | undefined {
      const schema = find(incoming, type);
      try {
        return schema ? check(schema, type, data) : { value: data };
      } catch (error) {
        fail(error);
        return undefined;
      }
    },

    /** @throws WSError `invalid`, unless the validator takes its time: then it is told as an event */
    outgoing: (type: string, data: unknown): void => checkNow(find(outgoing, type), type, data),

    /** @throws WSError `invalid`, as above */
    request: (type: string, data: unknown): void => checkNow(ofRequest(type, 'request'), type, data),

    /** The payload of a reply, maybe in a promise, which fails for one that is refused. */
    reply(type: string, data: unknown): unknown {
      const schema = ofRequest(type, 'response');
      if (!schema) return data;
      const checked = new Promise<Checked>((resolve) => resolve(check(schema, type, data)));
      checked.catch(fail);
      return checked.then(
        ({ value }) => value,
        (error) => Promise.reject(new WSError(error.code, error.message, error.cause, true)),
      );
    },
  };
}

export type Checks = ReturnType<typeof createChecks>;
