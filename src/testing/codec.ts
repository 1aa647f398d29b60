import type { Codec } from '../../types/policies.js';

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

/** What a connection without the option `codec` speaks. */
export const json: Codec = {
  encode: (message) => JSON.stringify(message),
  decode: (frame) => JSON.parse(typeof frame === 'string' ? frame : decoder.decode(frame)),
};
