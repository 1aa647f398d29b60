import type { BindOptions, Codec, WSOptions } from '../../src/index.js';
import type { Channel } from './app.js';
import { fetchBeside } from './fetch.js';
import { HIDDEN_MS } from './page.js';
import { IDLE_MS } from './rest.js';
import type { Snapshot } from './server.js';
import type { World } from './world.js';

/** The whole state some other way than by `fetch`. */
async function refetch(world: World): Promise<Snapshot | undefined> {
  const { life, setup, server, store, ws } = world;
  world.events.happens('onGap');
  const inTime = (): void => {
    // Who has loaded the state anew meanwhile does not want an older one.
    if (life !== world.life || store !== world.store) throw 'too late';
  };
  inTime();
  const snapshot =
    setup.gap === 'request'
      ? await world.rest.during(world.using(() => ws.request('snapshot', null, { timeoutMs: 2000 })))
      : await new Promise<Snapshot>((success, error) => {
          const callbacks = {
            success: (_: unknown, state: Snapshot) => success(state),
            error: (_: unknown, why: unknown) => error(why),
          };
          fetchBeside(
            world,
            () => server.snapshot(),
            () => {},
            callbacks,
          );
        });
  inTime();
  world.take(snapshot);
  return setup.gap === 'blind' ? undefined : snapshot;
}

/** Some frames take longer than those that come after them; what is no JSON is refused late as well. */
function codecOf({ clock, events }: World): Codec {
  let count = 0;
  const decode = (frame: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      clock.net.setTimeout(
        () => {
          events.count('decoded late');
          try {
            resolve(JSON.parse(frame));
          } catch (error) {
            reject(error);
          }
        },
        (count++ % 3) * 15,
      );
    });
  return { encode: JSON.stringify, decode };
}

/** The connection under test, with nearly everything that it can do. */
export function optionsOf(world: World): WSOptions<any> {
  const { setup, server, wire, page } = world;
  const { limit, overflow, ttlMs, highWaterMark, gap, hello, isCoded, keep } = setup;
  const onGap = gap === 'none' ? {} : { onGap: gap === 'fetch' ? gap : () => refetch(world) };
  return {
    WebSocket: wire.WebSocket,
    ...(isCoded ? { codec: codecOf(world) } : {}),
    resilient: true,
    ...(keep === 'lazy' ? { lazy: { idleMs: IDLE_MS } } : { keepOpen: keep === 'all' }),
    random: server.test.random,
    backoff: { baseMs: 200, maxMs: 3000 },
    minUptimeMs: 500,
    connectTimeoutMs: 4000,
    requestTimeoutMs: 3000,
    heartbeat: { intervalMs: 5000, timeoutMs: 1000 },
    outbox: { limit, overflow, ttlMs, highWaterMark, coalesce: ({ type, data }) => type === 'note' && data.key },
    resume: {
      cursor: 'seq',
      epoch: 'epoch',
      message: (cursor, epoch) => ['resume', { cursor, epoch }],
      ...onGap,
    },
    ...(hello ? { hello: () => ({ type: 'hello' }) } : {}),
    lifecycle: { hiddenMs: HIDDEN_MS, source: page.source },
  };
}

const of = ({ name }: Channel) => ({ channel: name });

/** What subscriptions have in common, with resources and without. */
export const subscribing = ({ confirm, many }: World['setup']) => ({
  ...(confirm ? { confirm: 'subscribed' } : {}),
  ...(many ? { subscribeMany } : {}),
});
const subscribeMany = (all: any[]): [string, unknown] => ['subscribeMany', all];

export function channelOptions({ setup }: World): BindOptions<any> {
  const isBySubscribe = setup.since === 'subscribe';
  return {
    match: 'name',
    ...subscribing(setup),
    subscribe: isBySubscribe
      ? (channel: Channel, cursor?: number) => ['subscribe', { ...of(channel), cursor }]
      : (channel: Channel) => ['subscribe', of(channel)],
    unsubscribe: (channel: Channel) => ['unsubscribe', of(channel)],
    resume: {
      cursor: 'pos',
      epoch: 'epoch',
      onGap: 'fetch',
      ...(isBySubscribe
        ? {}
        : {
            message: (cursor: number, epoch: number, channel: Channel) => ['since', { ...of(channel), cursor, epoch }],
          }),
    },
  };
}
