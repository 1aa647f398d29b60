import { misuse } from '../errors.js';
import { scoped } from '../resource/declared.js';
import type { WS } from '../ws.js';

/** Also of a function that gives none: it may be asked too early. */
const expected = 'a connection, or () => ws where modules import each other';

/** Throws unless this is a connection, of whichever copy of the package. */
export function checkConnection(value: any): WS<any, any> {
  if (typeof value?.scope === 'function') return value;
  throw misuse('no-connection', '@wsResource(ws):', expected, value);
}

/** The connection of the instances that are made now. */
export const connectionNow = (source: any): WS<any, any> =>
  checkConnection(scoped() ?? (typeof source === 'function' ? source() : source));
