import { type AnyWS, insideOf } from './inside.js';
import { classOf } from './trace.js';

/** How a connection stands now. */
export interface InspectorSnapshot {
  /** As `ws.state`. */
  readonly state: string;
  /** As given; `(function)` for a function. */
  readonly url: string;
  /** Attempts left. */
  readonly retries: number;
  /** How many are bound, by class. */
  readonly resources: readonly { readonly name: string; readonly count: number }[];
  /** Who takes what, by class: how many handlers each event has. */
  readonly routes: readonly { readonly event: string; readonly name: string; readonly count: number }[];
  /** What waits. */
  readonly outbox: { readonly messages: number; readonly bytes: number };
  /** Those without a reply so far. */
  readonly requests: readonly { readonly id: string; readonly type: string; readonly isSent: boolean }[];
  /** How many want each key, and whether the server has been told. */
  readonly subscriptions: readonly { readonly key: string; readonly count: number; readonly isActive: boolean }[];
  /** Bytes that the socket has taken and not sent. */
  readonly bufferedBytes: number;
}

const counted = (names: readonly string[]): [name: string, count: number][] => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
};

/**
 * How a connection stands now: what is bound, waiting, asked and subscribed.
 * @param limit at most so many requests and subscriptions are listed
 * @throws WSError `bad-argument`
 */
export function snapshotOf(ws: AnyWS, limit = 100): InspectorSnapshot {
  const { bindings, connection, inside, requests, bus } = insideOf(ws);
  const { resources } = bindings;
  const routes = resources.flatMap((resource) =>
    bindings.topicsOf(resource).map((event) => `${event || `${bus.prefix}*`}\n${classOf(resource)}`),
  );
  return {
    state: connection.state,
    url: typeof ws.url === 'function' ? '(function)' : String(ws.url),
    retries: connection.retries.left,
    resources: counted(resources.map(classOf)).map(([name, count]) => ({ name, count })),
    routes: counted(routes).map(([key, count]) => {
      const [event, name] = key.split('\n') as [string, string];
      return { event, name, count };
    }),
    outbox: { messages: inside.outbox?.size ?? 0, bytes: inside.outbox?.bytes ?? 0 },
    requests: requests.list(limit),
    subscriptions: inside.subscriptions.list(limit),
    bufferedBytes: (connection.socket as { bufferedAmount?: number } | null)?.bufferedAmount ?? 0,
  };
}
