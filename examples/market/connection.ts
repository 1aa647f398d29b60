import { createDecorators, WS, type WSOptions } from 'backbone.ws';
import { WebSocket } from 'ws';
import { type Market, schemas } from './messages.js';

/** The decorators, checked against the messages of this application. */
export const { wsResource, onMessage, onClose } = createDecorators<Market>();

/** The connection of all models. They ask for it as `() => ws`: where the server is, is known later than the classes. */
export let ws: WS<Market> | undefined;

export interface Resilience {
  /** Gets all that the server has, and gives the number of the message that it goes up to. */
  refetch(): Promise<number>;
  /** How long the server may be quiet until it is asked whether it is there. It has half of that to answer. */
  quietMs: number;
}

/** @param resilience if the connection is made for a network that breaks */
export function connect(url: string, resilience?: Resilience): WS<Market> {
  ws = new WS<Market>(url, {
    schemas,
    WebSocket, // Node 20 has none of its own
    ...(resilience ? resilientWith(resilience) : simple),
  });
  return ws;
}

const simple: WSOptions<Market> = {
  backoff: { baseMs: 1000, maxMs: 5000 },
  retries: Number.POSITIVE_INFINITY,
  keepOpen: true,
};

/** As in production, but for the times, which are short because somebody is watching. */
const resilientWith = ({ refetch, quietMs }: Resilience): WSOptions<Market> => ({
  resilient: true,
  backoff: { baseMs: 200, maxMs: 1000 },
  minUptimeMs: 1000,
  heartbeat: {
    intervalMs: quietMs,
    timeoutMs: quietMs / 2,
    message: { type: 'ping', data: { id: 0 } },
    isReply: (data, type) => type === 'pong' && data.id === 0,
  },
  // Messages of the market are numbered. What was missed is asked for; what cannot be had any more is fetched.
  resume: {
    cursor: 'seq',
    epoch: 'session',
    message: (seq: number, session: string) => ['resume', { session, seq }],
    onGap: refetch,
  },
});
