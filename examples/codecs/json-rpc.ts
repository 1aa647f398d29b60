import type { Codec } from 'backbone.ws';

/** JSON-RPC 2.0 (https://www.jsonrpc.org/specification): methods are types, params payloads; notifications are messages without id. */
export const jsonRpc: Codec = {
  encode({ type, data, id, error }) {
    const content =
      type !== undefined ? { method: type, params: data } : error === undefined ? { result: data ?? null } : { error };
    return JSON.stringify({ jsonrpc: '2.0', ...content, id });
  },
  decode(frame) {
    const read = ({ method, params, result, error, id }: any) =>
      method === undefined ? { id, data: result, error } : { type: method, data: params, id };
    const message = JSON.parse(frame);
    // A batch is several messages.
    return Array.isArray(message) ? message.map(read) : read(message);
  },
};
