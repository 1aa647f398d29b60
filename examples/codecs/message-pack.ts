import { decode, encode } from '@msgpack/msgpack';
import type { Codec } from 'backbone.ws';

/** MessagePack (https://msgpack.org): JSON's values in fewer bytes, and binary data and dates as well. */
export const messagePack: Codec = {
  encode: (message) => encode(message, { ignoreUndefined: true }),
  decode: (frame) => decode(new Uint8Array(frame)),
};
