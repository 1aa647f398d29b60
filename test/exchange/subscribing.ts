import { onTestFinished, vi } from 'vitest';
import type { SubscriptionMessages } from '../../src/index.js';
import { type Connected, connecting } from '../support/wire.js';

/** Messages that subscribe to a symbol, and end it. */
export const toSymbol = (symbol: string): SubscriptionMessages => ({
  subscribe: ['subscribe', { symbol }],
  unsubscribe: ['unsubscribe', { symbol }],
});

/** The same for what is bound. */
export const bySymbol = {
  subscribe: (model: any) => ['subscribe', { symbol: model.get('symbol') }] as const,
  unsubscribe: (model: any) => ['unsubscribe', { symbol: model.get('symbol') }] as const,
};

/** The turn ends; no time passes. */
export const turn = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** Frames in short: `+A` subscribes, `-A` unsubscribes, anything else by its type. */
export const short = ({ sent }: Pick<Connected<any>, 'sent'>): string[] =>
  sent().map(({ type, data }) => {
    const signs: { [type: string]: string } = { subscribe: '+', unsubscribe: '-' };
    return type in signs ? signs[type] + (data.symbol ?? data.symbols) : type;
  });

/** What the server sends, by the frames that it got on the present connection. */
export function servedBy({ sent }: Pick<Connected<any>, 'sent'>): string[] {
  const served = new Set<string>();
  for (const { type, data } of sent()) {
    for (const symbol of data?.symbols ?? [data?.symbol]) {
      if (type === 'subscribe') served.add(symbol);
      if (type === 'unsubscribe') served.delete(symbol);
    }
  }
  return [...served].sort();
}

/** Loses the connection; it comes back as soon as it may. */
export function reopen({ FakeWebSocket }: Connected<any>): void {
  FakeWebSocket.last.server.drop();
  vi.advanceTimersByTime(1);
  FakeWebSocket.last.server.accept();
}

/** Connecting, with fake timers; lost connections come back within a millisecond. */
export function start(options: object = {}): Connected<'ws'> {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  return connecting({ reopenTimeout: 1, retries: Infinity, ...options });
}

/** The same, open. */
export function started(options: object = {}): Connected<'ws'> {
  const connected = start(options);
  connected.socket.server.accept();
  return connected;
}
