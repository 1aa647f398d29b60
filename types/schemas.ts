import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Validators of messages by type: those of zod, valibot, arktype and all others that follow Standard Schema. */
export interface SchemaMap {
  readonly incoming?: { readonly [type: string]: StandardSchemaV1 };
  readonly outgoing?: { readonly [type: string]: StandardSchemaV1 };
  readonly requests?: {
    readonly [type: string]: { readonly request?: StandardSchemaV1; readonly response?: StandardSchemaV1 };
  };
}

/** Never for what is no part of a schema map: the compiler looks for such names only where it has no type to infer. */
type Unknown<S, Known> = { readonly [K in Exclude<keyof S, Known>]: never };

/** What a schema map must not have: misspelt parts. */
export type Misspelt<S> = Unknown<S, keyof SchemaMap> & {
  readonly requests?: {
    readonly [K in keyof Part<S, 'requests'>]: Unknown<Part<S, 'requests'>[K], 'request' | 'response'>;
  };
};

type InputOf<S> = S extends StandardSchemaV1 ? StandardSchemaV1.InferInput<S> : any;
type OutputOf<S> = S extends StandardSchemaV1 ? StandardSchemaV1.InferOutput<S> : any;
type Part<S, K extends keyof SchemaMap> = S extends { readonly [_ in K]: infer P } ? P : Record<never, never>;

/** The message map behind schemas: what comes in as handlers get it, what goes out as it is given to `send` and `request`. */
export interface InferMessages<S extends SchemaMap> {
  incoming: { [K in keyof Part<S, 'incoming'>]: OutputOf<Part<S, 'incoming'>[K]> };
  outgoing: { [K in keyof Part<S, 'outgoing'>]: InputOf<Part<S, 'outgoing'>[K]> };
  requests: {
    [K in keyof Part<S, 'requests'>]: {
      request: Part<S, 'requests'>[K] extends { readonly request: infer R } ? InputOf<R> : any;
      response: Part<S, 'requests'>[K] extends { readonly response: infer R } ? OutputOf<R> : any;
    };
  };
}
