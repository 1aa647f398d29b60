import { misuse } from '../errors.js';
import { scoped } from '../resource/declared.js';
import type { WS } from '../ws.js';

/** Throws unless this is a connection, of whichever copy of the package. */
export function checkConnection(
  value: any,
  expected = 'a connection, or () => ws where modules import each other',
): WS<any, any> {
  if (typeof value?.scope === 'function') return value;
  throw misuse('no-connection', '@wsResource(ws):', expected, value);
}

/** The connection of the instances that are made now. */
export const connectionNow = (source: any): WS<any, any> =>
  typeof source === 'function' || scoped()
    ? checkConnection(scoped() ?? source(), '() => ws to give a connection by now')
    : source;
