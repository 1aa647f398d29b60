/** What stands before the mistakes and has to compile. */
export const usage = `
import Backbone from 'backbone';
import { createDecorators, type MessageMeta, WS, withWS } from 'backbone.ws';

interface Quote {
  symbol: string;
  price: number;
}
interface Market {
  incoming: { quote: Quote; halted: { symbol: string }; beat: undefined };
  outgoing: { subscribe: { symbol: string } };
}
interface Chat {
  incoming: { chat: { id: string; text: string } };
}
const ws = new WS<Market>('wss://example.com/market');
const chat = new WS<Chat>('wss://example.com/chat');
const { wsResource, onMessage, onAnyMessage, onOpen, onClose } = createDecorators<Market>();
const { Collection, Model, View } = Backbone;

@wsResource(ws, { match: 'symbol', apply: { halted: 'set' } })
class Good extends Model {
  @onMessage('quote') tick(quote: { price: number }, meta: MessageMeta<'quote'>) {}
  @onMessage('beat') @onOpen() beat() {}
  @onAnyMessage() all(data: unknown) {}
}
`;

/** A mistake on one line, and the words that the last line of the one complaint about it has to have. */
export type Mistake = readonly [code: string, words: RegExp];

/** Members of a class. */
export const memberMistakes: Mistake[] = [
  [`@onMessage('qoute') wrongType(quote: Quote) {}`, /'"qoute"'.*"quote"/],
  [`@onMessage() noType(quote: Quote) {}`, /Expected 1-2 arguments, but got 0/],
  [
    `@onMessage('quote') wrongPayload(quote: { price: string }) {}`,
    /"@onMessage\('quote'\) calls the method with", \[data: Quote\], "but it takes", \[quote: \{ price: string; \}\]/,
  ],
  [
    `@onMessage('quote') narrower(quote: Quote & { id: string }) {}`,
    /"@onMessage\('quote'\) calls the method with", \[data: Quote\], "but it takes", \[quote: Quote & \{ id: string; \}\]/,
  ],
  [
    `@onMessage('beat') nothingComes(beat: number) {}`,
    /"@onMessage\('beat'\) calls the method with", \[data: undefined\], "but it takes", \[beat: number\]/,
  ],
  [
    `@onMessage('quote') wrongMeta(quote: Quote, meta: MessageMeta<'halted'>) {}`,
    /\[data: Quote, meta: MessageMeta<"quote">\], "but it takes", \[quote: Quote, meta: MessageMeta<"halted">\]/,
  ],
  [
    `@onMessage('quote') tooMany(quote: Quote, meta: MessageMeta, more: number) {}`,
    /\[data: Quote, meta: MessageMeta<"quote">\], "but it takes", \[quote: Quote, meta: [^\]]+, more: number\]/,
  ],
  [
    `@onMessage('quote') async awaited(quote: { price: string }): Promise<void> {}`,
    /\[data: Quote\], "but it takes", \[quote: \{ price: string; \}\]/,
  ],
  [
    `@onMessage('quote') arrow = (quote: { price: string }) => {};`,
    /\[data: Quote\], "but it takes", \[quote: \{ price: string; \}\]/,
  ],
  [
    `@onMessage('quote') static onClass(quote: Quote) {}`,
    /"@onMessage\('quote'\) decorates members of instances, not static ones"/,
  ],
  [`@onMessage('quote') get got() { return 7; }`, /decorates a method, or a field that holds a function"/],
  [`@onMessage('quote') field = 7;`, /decorates a method, or a field that holds a function"/],
  [`@onMessage('quote', { match: 'symbl' }) matched(quote: Quote) {}`, /'"symbl"'.*"symbol".*Did you mean '"symbol"'/],
  [`@onMessage('quote', { match: { sym: 'symbol' } }) renamed(quote: Quote) {}`, /'sym' does not exist.*symbol/],
  [`@onMessage('quote', { key: 'symbol' }) option(quote: Quote) {}`, /'key' does not exist in type 'OnMessageOptions/],
  [`@onMessage('quote', { schema: {} }) checked(quote: Quote) {}`, /'"~standard"' is missing.*'StandardSchemaV1/],
  [
    `@onOpen() opened(symbol: string) {}`,
    /"@onOpen\(\) calls the method with", \[info: OpenInfo\].*\[symbol: string\]/,
  ],
  [`@onClose closed() {}`, /"write @onClose\(\)"/],
  [
    `@onAnyMessage() every(quote: Quote) {}`,
    /"@onAnyMessage\(\) calls the method with", \[data: .*\], "but it takes", \[quote: Quote\]/,
  ],
];

/** Classes. */
export const classMistakes: Mistake[] = [
  [`@wsResource(ws) class Plain {}`, /"@wsResource decorates a class with Backbone.Events, such as a model/],
  [`@wsResource(chat) class OtherMap extends Model {}`, /in type 'Chat' but required in type 'Market'/],
  [`@wsResource(() => chat) class LazyOtherMap extends Model {}`, /in type 'Chat' but required in type 'Market'/],
  [
    `@wsResource(undefined) class NoConnection extends Model {}`,
    /'undefined' is not assignable.*\(\(\) => WS<Market, any>/,
  ],
  [`@wsResource(ws, { match: 'symbl' }) class Match extends Model {}`, /'"symbl"'.*"symbol".*Did you mean '"symbol"'/],
  [`@wsResource(ws, { mtch: 'symbol' }) class Option extends Model {}`, /Did you mean to write 'match'/],
  [`@wsResource(ws, { sync: 'requests' }) class Sync extends Model {}`, /'"requests"'.*Did you mean '"request"'/],
  [
    `@wsResource(ws, { sync: { creat: 'a' } }) class Method extends Model {}`,
    /'creat' does not exist.*readonly create/,
  ],
  [`@wsResource(ws, { bind: 'later' }) class Times extends Model {}`, /'"construct" \| "manual"/],
  [`@wsResource(ws, { apply: { qoute: 'set' } }) class Type extends Model {}`, /Did you mean to write 'quote'/],
  [`@wsResource(ws, { apply: { quote: 'put' } }) class Put extends Model {}`, /'"put"'.*"merge".*"set"/],
  [
    `@wsResource(ws, { apply: { quote: 'add' } }) class Added extends Model {}`,
    /"apply: 'add' is for a collection, and this class is a model"/,
  ],
  [
    `@wsResource(ws, { apply: { quote: 'add', halted: 'clear' } }) class Both extends Collection {}`,
    /"apply: 'clear' is for a model, and this class is a collection"/,
  ],
  [
    `@wsResource(ws, { apply: { quote: 'set' } }) class Board extends View {}`,
    /"apply: 'set' is for a model or a collection, and this class is neither"/,
  ],
  [`class Mixed extends withWS(Model, ws, { apply: { quote: 'add' } }) {}`, /'"add"'.*"set"/],
];
