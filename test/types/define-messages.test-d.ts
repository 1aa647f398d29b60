import type { StandardSchemaV1 } from '@standard-schema/spec';
import { test } from 'vitest';
import { defineMessages, type WS } from '../../src/index.js';

declare const price: StandardSchemaV1<{ price: number }>;

test('misspelt parts of defineMessages are refused', () => {
  // @ts-expect-error outgoing
  defineMessages({ incoming: { quote: price }, outgoin: { quote: price } });
  // @ts-expect-error response
  defineMessages({ requests: { quote: { request: price, respons: price } } });
  defineMessages({
    incoming: { quote: price },
    outgoing: {},
    requests: { quote: { request: price, response: price } },
  });
});

test('a connection of any messages takes any request', (ws: any) => {
  const free: WS<any> = ws;
  free.request('anything', { at: 'all' }).then((reply) => reply.whatever);
});
