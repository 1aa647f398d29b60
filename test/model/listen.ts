import type { EventName } from './events.js';
import type { World } from './world.js';

/** How long after its end what kept the server silent may still be the reason that nothing was heard, in milliseconds. */
const ANSWER_MS = 1100;

/** Listens to the events of the connection and judges them. */
export function listen(world: World): void {
  const { causes, clock, events, ledger, rest, server, setup, wire, ws } = world;
  const on = (event: EventName, act: (info: any) => void = () => {}): void => {
    ws.on(`ws:${event}`, (info: any) => {
      act(info);
      events.happens(event);
    });
  };
  /** Whether the server cannot have answered in time. */
  const isDead = (): boolean =>
    server.isHeld ||
    clock.awake - server.healedAt < ANSWER_MS ||
    !server.test.clients.some(({ socket }) => socket === wire.socket);

  on('open');
  on('reopening');
  on('drain');
  on('close', ({ reason }) => {
    causes.loss!++;
    rest.check();
    world.hold(reason !== 'heartbeat-timeout' || isDead(), 'a connection that lives is not given up');
  });
  on('noretries', () => {
    causes.end!++;
    world.isClosed = true;
  });
  // What is asked by who is told of the end ends with it.
  ws.on('ws:noretries', () => causes.end!++);
  on('dropped', (info) => ledger.dropped(info));
  on('gap', ({ reason, resource, cursor, got }) => {
    const series = resource ? resource.name : 'feed';
    const what = `${series} from ${cursor} to ${got}`;
    // What is decoded late may have come over the connection before.
    const isWhole = !setup.isCoded && wire.isWhole(series, got);
    world.hold(reason !== 'missing' || !isWhole, `a gap is told where there is one, got ${what}`);
    world.hold(setup.isCoded || wire.isNews(resource?.cid, cursor, got), `a gap is told once, got ${what}`);
    if (!resource && setup.gap === 'none') world.isStale = true;
    world.shows(got);
  });
  ws.on('ws:error', (error: any) => {
    if (events.hear(error)) return;
    const isKnown = error.type === 'error' || error.code || error.status || error === 'too late';
    world.hold(!!isKnown, `an error that nobody made: ${error.stack ?? error}`);
  });
}
