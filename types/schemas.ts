import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Validators of messages by type: those of zod, valibot, arktype and all others that follow Standard Schema. */
export interface SchemaMap {
  /** Of what the server sends. */
  readonly incoming?: { readonly [type: string]: StandardSchemaV1 };
  /** Of what `send` takes. */
  readonly outgoing?: { readonly [type: string]: StandardSchemaV1 };
  /** Of requests and of their replies. */
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
  /** What the schemas make of what comes. */
  incoming: { [K in keyof Part<S, 'incoming'>]: OutputOf<Part<S, 'incoming'>[K]> };
  /** What the schemas take. */
  outgoing: { [K in keyof Part<S, 'outgoing'>]: InputOf<Part<S, 'outgoing'>[K]> };
  /** What is asked, as the schemas take it, and what comes back, as they make it. */
  requests: {
    [K in keyof Part<S, 'requests'>]: {
      request: Part<S, 'requests'>[K] extends { readonly request: infer R } ? InputOf<R> : any;
      response: Part<S, 'requests'>[K] extends { readonly response: infer R } ? OutputOf<R> : any;
    };
  };
}
