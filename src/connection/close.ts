import type { CloseEventLike } from '../../types/socket.js';

/** A close that no socket reported. */
export const closeOf = (code: number, reason = ''): CloseEventLike => ({
  type: 'close',
  code,
  reason,
  wasClean: code === 1000,
});
