import Backbone from 'backbone';
import {
  createDecorators,
  type Decorators,
  type MessageMeta,
  onMessage as onAny,
  onOpen,
  routesOf,
  WS,
  type WsEvents,
  withWS,
} from 'backbone.ws';

export interface Quote {
  symbol: string;
  price: number;
}
export interface Market {
  incoming: { quote: Quote; halted: { symbol: string } };
  outgoing: { subscribe: { symbol: string } };
}

const ws: WS<Market> = new WS<Market>('wss://example.com/feed');
const { wsResource, onMessage, onAnyMessage }: Decorators<Market> = createDecorators<Market>();
const onQuote = onMessage('quote', { match: 'symbol' });

@wsResource(ws, { match: 'symbol', apply: { halted: 'set' } })
export class Tick<T extends object = Quote> extends Backbone.Model<T> {
  static readonly kind: string = 'tick';

  @onMessage('quote') tick(quote: { price: number }, meta: MessageMeta<'quote'>): string {
    return `${meta.type} ${quote.price}`;
  }
  @onQuote protected again(quote: Quote): void {
    this.trigger('again', quote);
  }
  @onAnyMessage() @onOpen() any(): void {}
  @onAny('of any type') arrow = (data: string): string => data;

  // @ts-expect-error no message of that type comes in
  @onMessage('qoute') wrongType(): void {}
  // @ts-expect-error the price is a number
  @onMessage('quote') wrongPayload(_quote: { price: string }): void {}
  // @ts-expect-error it belongs to no instance
  @onMessage('quote') static onClass(): void {}
  // @ts-expect-error a number cannot be called
  @onMessage('quote') field = 7;
}

@wsResource(() => ws, { apply: { quote: 'merge' }, bind: 'manual' })
export abstract class Board extends Backbone.Collection<Tick> {
  abstract title(): string;
}

class Live extends withWS(Backbone.Model, ws, { apply: { quote: 'set' } }) {
  static override routes = { 'message:halted': 'halt' } satisfies WsEvents<Market, Live, ''>;
  halt(): boolean {
    return this.send('subscribe', { symbol: 'ACME' });
  }
}

// @ts-expect-error only a collection can be added to
@wsResource(ws, { apply: { quote: 'add' } })
export class Added extends Backbone.Model {}

export const symbol: string | undefined = new Tick().get('symbol');
export const told: string[] = [Tick.kind, ...routesOf(Tick).map(({ event }) => event)];
export const halted: boolean = new Live().halt();
