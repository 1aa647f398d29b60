import { defineMessages, type MessagesOf } from 'backbone.ws';
import { z } from 'zod';

const symbol = z.string();
const price = z.number().positive();
const order = z.object({ symbol, qty: z.number(), side: z.enum(['buy', 'sell']).optional() });
const listing = z.object({ symbol, price, open: price });
const trade = z.object({ id: z.number(), symbol, price, size: z.number() });
const watchlist = z.object({ id: z.number().optional(), symbols: z.array(symbol) });

/** Every message between the two, by its type on the wire. What comes to the client and does not fit reaches no model. */
export const schemas = defineMessages({
  incoming: {
    /** One for each symbol of a subscription: where it stands now. */
    subscribed: listing,
    unsubscribed: z.object({ symbol }),
    quote: z.object({ symbol, price }),
    trade,
    pong: z.object({ id: z.number() }),
  },
  outgoing: {
    subscribe: z.object({ symbol }),
    'subscribe.many': z.object({ symbols: z.array(symbol) }),
    unsubscribe: z.object({ symbol }),
    /** What has this client missed since the message with that number? */
    resume: z.object({ session: z.string(), seq: z.number() }),
    ping: z.object({ id: z.number() }),
    /** What the server is asked to do wrong. */
    misbehave: z.object({ how: z.enum(['drop', 'rubbish', 'silence']) }),
  },
  requests: {
    /** All that this client is subscribed to, and the last trades, as of the message with the number `seq`. */
    'market.read': {
      request: z.object({}),
      response: z.object({ seq: z.number(), quotes: z.array(listing), trades: z.array(trade) }),
    },
    /** Answered when the order is filled, with its number, or refused. */
    'order.place': { request: order, response: z.object({ order: z.number(), price }) },
    'watchlist.read': { request: z.object({ id: z.number().optional() }), response: watchlist },
    /** The whole list. The answer is its id alone, so that it does not undo what has changed here meanwhile. */
    'watchlist.save': { request: watchlist, response: z.object({ id: z.number() }) },
  },
});

/** The types of the same messages. Client and server are both checked against this one map. */
export type Market = MessagesOf<typeof schemas>;
type Requests = Market['requests'];

export type Misdeed = Market['outgoing']['misbehave']['how'];
export type PlacedOrder = Requests['order.place']['request'];
export type FilledOrder = Requests['order.place']['response'];
export type SavedWatchlist = Requests['watchlist.save']['request'];

/** One message of a map as it is on the wire. Those of the market have a number, `seq`, and its series, `session`, beside. */
export type Message<Map> = { [K in keyof Map]: { type: K; data: Map[K] } }[keyof Map];

/** One request as it is on the wire; the answer goes back with its `id`. */
export type Request = { [K in keyof Requests]: { type: K; id: string; data: Requests[K]['request'] } }[keyof Requests];
export type Answer = { data: Requests[keyof Requests]['response'] } | { error: { message: string } };
