import type { InferMessages, Misspelt, SchemaMap } from '../types/schemas.js';

/**
 * Validators for the option `schemas`, from which the message map follows: handlers get what a validator gives, `send` and `request`
 * take what it takes. Any library that follows Standard Schema will do: zod, valibot, arktype and others.
 *
 * ```ts
 * const schemas = defineMessages({
 *   incoming: { quote: z.object({ symbol: z.string(), price: z.number() }) },
 *   outgoing: { subscribe: z.object({ symbol: z.string() }) },
 * });
 * type Market = MessagesOf<typeof schemas>;
 * const ws = new WS('wss://example.com/feed', { schemas });
 * ```
 */
export const defineMessages = <const S extends SchemaMap>(
  schemas: S & Misspelt<S>,
): S & { readonly '~map'?: InferMessages<S> } => schemas;

/** The message map behind what `defineMessages` returns. */
export type MessagesOf<S extends SchemaMap> = InferMessages<S>;
