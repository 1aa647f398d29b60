/** What a project that emits declarations of its own may export: the compiler has to find a name for each type. */
import Backbone from 'backbone';
import * as all from 'backbone.ws';

export interface Market {
  incoming: { quote: { symbol: string; price: number } };
  outgoing: { subscribe: { symbol: string } };
}
export const ws = new all.WS<Market>('wss://example.com/feed');
export const decorators = all.createDecorators<Market>();
export const { wsResource, onMessage, onAnyMessage, onOpen, onClose } = decorators;
export const onQuote = onMessage('quote', { match: 'symbol' });
export const onEvery = onAnyMessage();
export const onOpened = onOpen();
export const live = wsResource(ws, { apply: { quote: 'set' } });
export const bare = [all.onMessage('quote'), all.onOpen(), all.wsResource(() => ws, { match: 'symbol' })] as const;
export const LiveModel = all.withWS(Backbone.Model, ws, { match: 'symbol' });
export class LiveView extends all.withWS(Backbone.View, ws) {}

@live
export class Quote extends Backbone.Model {
  @onQuote tick(quote: { price: number }) {
    this.set(quote);
  }
}
export const Wrapped = wsResource(ws)(Quote);
export const routes = all.routesOf(Quote);
