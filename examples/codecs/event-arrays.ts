import type { Codec } from 'backbone.ws';

/** `[event, data]`, as many small servers speak; a request has its id as third, its reply is `[null, data, id]` or `[null, null, id, error]`. */
export const eventArrays: Codec = {
  encode: ({ type = null, data = null, id, error }) =>
    JSON.stringify(error !== undefined ? [type, data, id, error] : id !== undefined ? [type, data, id] : [type, data]),
  decode(frame) {
    const [type, data, id, error] = JSON.parse(frame);
    return type === null ? { id, data, error } : { type, data, id };
  },
};
