import type { WebSocketLike } from '../../types/socket.js';

/**
 * Takes the four handlers of a socket and writes down, as long as the socket lives, what it reports and in which
 * `readyState`: `open@1`, `message hi@1`, `error@3`, `close 1006 unclean@3`, `close 4001 bye clean@3`.
 */
export function traceOf(socket: WebSocketLike, mark: () => string = () => ''): string[] {
  const trace: string[] = [];
  const note = (...words: unknown[]) => {
    trace.push(`${words.filter((word) => word !== '').join(' ')}@${socket.readyState}${mark()}`);
  };
  socket.onopen = () => note('open');
  socket.onmessage = ({ data }) => note('message', data);
  socket.onerror = () => note('error');
  socket.onclose = ({ code, reason, wasClean }) => note('close', code, reason, wasClean ? 'clean' : 'unclean');
  return trace;
}
