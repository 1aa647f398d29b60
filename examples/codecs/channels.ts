import type { Codec } from 'backbone.ws';

/**
 * `{ topic, event, payload, ref }`, as servers with channels speak. A type is topic and event, `'room:1/shout'`; the reply to a
 * request is an event `phx_reply` with its ref.
 */
export const channels: Codec = {
  encode({ type, data, id }) {
    const [topic, event] = type.split(/\/(?=[^/]*$)/);
    return JSON.stringify({ topic, event, payload: data ?? {}, ref: id ?? null });
  },
  decode(frame) {
    const { topic, event, payload, ref } = JSON.parse(frame);
    if (event !== 'phx_reply') return { type: `${topic}/${event}`, data: payload };
    const { status, response } = payload;
    return status === 'ok' ? { id: ref, data: response } : { id: ref, error: response };
  },
};
