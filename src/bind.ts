import type { MessageMap } from '../types/messages.js';
import type { BindOptions, Resource, WsEvents } from '../types/resource.js';
import type { WS } from './ws.js';

/**
 * `ws.bind` as a plain function. It returns the undo, which may be called twice.
 *
 * ```ts
 * const undo = bind(ws, model, { 'ws:message:quote': 'set' }, { match: 'symbol' });
 * ```
 *
 * @throws WSError as `ws.bind`
 */
export function bind<M extends MessageMap, P extends string, R extends Resource>(
  ws: WS<M, P>,
  resource: R,
  events?: WsEvents<M, NoInfer<R>, P> | null,
  options?: BindOptions<NoInfer<M>>,
): () => void {
  ws.bind(resource, events, options);
  let isBound = true;
  return () => {
    if (isBound) ws.unbind(resource);
    isBound = false;
  };
}
