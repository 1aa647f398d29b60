import { closeOf } from '../connection/close.js';
import type { createConnection } from '../connection/connection.js';
import { createHeartbeat } from '../connection/heartbeat.js';
import { pageLife } from '../connection/lifecycle.js';
import { createPresence } from '../connection/presence.js';
import type { Settings } from '../options.js';

/**
 * What watches over an open connection and over the page that it is in.
 *
 * @param send sends a message at once, or not at all
 */
export function createGuards(
  { heartbeat, lifecycle, typeAttribute }: Settings,
  connection: Pick<ReturnType<typeof createConnection>, 'drop' | 'pause'>,
  send: (message: unknown) => unknown,
  fail: (error: unknown) => void,
) {
  const ask = (): boolean => {
    try {
      const { message = { [typeAttribute || 'type']: 'ping' } } = heartbeat!;
      send(typeof message === 'function' ? message() : message);
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  };
  const pulse = heartbeat && createHeartbeat(heartbeat, ask, () => connection.drop(closeOf(1006, 'heartbeat-timeout')));
  const presence = lifecycle && createPresence({ source: pageLife, ...lifecycle }, connection, () => pulse?.probe());

  return {
    pulse,
    presence,

    /** No connection, and none that follows by itself: nothing to watch. */
    rest(): void {
      pulse?.stop();
      presence?.stop();
    },
  };
}
