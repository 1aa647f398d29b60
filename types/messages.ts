/**
 * The types of the messages of one connection: what comes in, what goes out, what is asked and answered. Each key is a
 * type on the wire, each value its payload.
 *
 * ```ts
 * interface Market {
 *   incoming: { quote: { symbol: string; price: number } };
 *   outgoing: { subscribe: { symbol: string } };
 * }
 * const ws = new WS<Market>('wss://example.com/feed');
 * ```
 */
export interface MessageMap {
  /** What the server sends, by type. */
  incoming: object;
  /** What `send` takes, by type. */
  outgoing?: object;
  /** What `request` takes, by type: `{ request, response }`. */
  requests?: object;
}

/**
 * One map for a whole application, by declaration merging:
 *
 * ```ts
 * declare module 'backbone.ws' {
 *   interface Register { messages: Market }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is empty until an application merges its map into it
export interface Register {}

/** The map of an application that gave none: every type, any payload. */
export interface AnyMessages {
  /** Whatever comes. */
  incoming: { [type: string]: any };
  /** Whatever is sent. */
  outgoing: { [type: string]: any };
  /** Whatever is asked and answered. */
  requests: { [type: string]: { request: any; response: any } };
}

/** The map in {@link Register}, or {@link AnyMessages}. */
export type Registered = Register extends { messages: infer M extends MessageMap } ? M : AnyMessages;

/** Types of incoming messages. */
export type IncomingType<M extends MessageMap> = keyof M['incoming'] & string;

/** Payloads of outgoing messages, by type; anything at all where the map is `any`. */
export type Outgoing<M extends MessageMap> = 0 extends 1 & M
  ? any
  : M extends { outgoing: infer O extends object }
    ? O
    : Record<never, never>;

/** Types of outgoing messages. */
export type OutgoingType<M extends MessageMap> = keyof Outgoing<M> & string;

/** Requests by type; anything at all where the map is `any`. */
export type Requests<M extends MessageMap> = 0 extends 1 & M
  ? any
  : M extends { requests: infer R extends object }
    ? R
    : Record<never, never>;

/** Types of requests. */
export type RequestType<M extends MessageMap> = keyof Requests<M> & string;

/** Payload of a request. */
export type RequestOf<M extends MessageMap, K> = K extends keyof Requests<M>
  ? Requests<M>[K] extends { request: infer R }
    ? R
    : any
  : never;

/** Payload of its reply. */
export type ResponseOf<M extends MessageMap, K> = K extends keyof Requests<M>
  ? Requests<M>[K] extends { response: infer R }
    ? R
    : any
  : never;

/** True where a map allows every type: nothing is checked then. */
export type IsFree<Messages> = string extends keyof Messages ? true : false;

/** A whole outgoing message in the default wire format; anything at all where the map is free. */
export type OutgoingMessage<M extends MessageMap> =
  IsFree<Outgoing<M>> extends true
    ? any
    :
        | { [K in OutgoingType<M>]: { type: K; data: Outgoing<M>[K] } }[OutgoingType<M>]
        | ArrayBuffer
        | ArrayBufferView
        | Blob;
