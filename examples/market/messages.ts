/** What the server can be asked to do wrong. */
export type Misdeed = 'drop' | 'rubbish' | 'silence';

/** Every message between the two, by its type on the wire. Client and server are both checked against this one map. */
export interface Market {
  incoming: {
    /** The answer to `subscribe`: where the symbol stands now. */
    subscribed: { symbol: string; price: number; open: number };
    unsubscribed: { symbol: string };
    quote: { symbol: string; price: number };
    trade: { id: number; symbol: string; price: number; size: number };
    pong: { id: number };
  };
  outgoing: {
    subscribe: { symbol: string };
    unsubscribe: { symbol: string };
    ping: { id: number };
    misbehave: { how: Misdeed };
  };
}

/** One message of a map as it is on the wire. */
export type Message<Map> = { [K in keyof Map]: { type: K; data: Map[K] } }[keyof Map];
