import { type } from 'arktype';
import Backbone from 'backbone';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineMessages } from '../../src/index.js';
import { connect } from '../support/wire.js';

/** The same messages in three libraries: a quote whose price comes as text or number, and a request. */
const libraries = {
  zod: defineMessages({
    incoming: { quote: z.object({ symbol: z.string(), price: z.coerce.number() }) },
    outgoing: { subscribe: z.object({ symbol: z.string() }) },
    requests: { order: { request: z.object({ qty: z.number() }), response: z.object({ id: z.string() }) } },
  }),
  valibot: defineMessages({
    incoming: { quote: v.object({ symbol: v.string(), price: v.pipe(v.unknown(), v.transform(Number), v.number()) }) },
    outgoing: { subscribe: v.object({ symbol: v.string() }) },
    requests: { order: { request: v.object({ qty: v.number() }), response: v.object({ id: v.string() }) } },
  }),
  arktype: defineMessages({
    incoming: { quote: type({ symbol: 'string', price: 'number | string.numeric.parse' }) },
    outgoing: { subscribe: type({ symbol: 'string' }) },
    requests: { order: { request: type({ qty: 'number' }), response: type({ id: 'string' }) } },
  }),
};

describe.each(Object.entries(libraries))('messages checked by %s', (_, schemas) => {
  it('reach a handler as the schema makes them', () => {
    const { ws, receive } = connect({ schemas });
    const model = new Backbone.Model();
    ws.bind(model, { 'ws:message:quote': 'set' });
    receive('quote', { symbol: 'A', price: '7' });
    expect(model.attributes).toMatchObject({ symbol: 'A', price: 7 });
  });

  it('become an `invalid` event and reach nobody when they do not fit', () => {
    const { ws, receive } = connect({ schemas });
    const seen: unknown[] = [];
    ws.bind(new Backbone.Model(), {
      'ws:message:quote': (data: unknown) => seen.push(data),
      'ws:message': () => seen.push(1),
    });
    ws.on('ws:message', () => seen.push(2));
    const invalid: any[] = [];
    ws.on('ws:invalid', (info) => invalid.push(info));
    receive('quote', { symbol: 1, price: 2 });
    expect(seen).toEqual([]);
    const [{ type, data, issues }] = invalid;
    expect([type, data]).toEqual(['quote', { symbol: 1, price: 2 }]);
    expect(issues).toHaveLength(1);
    expect(Array.from(issues[0].path, (part: any) => part.key ?? part)).toEqual(['symbol']);
    expect(issues[0].message).toMatch(/string/);
  });

  it('are thrown before they go out wrong', () => {
    const { ws, sent } = connect({ schemas });
    expect(() => ws.send('subscribe', { symbol: 1 })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => ws.send({ type: 'subscribe', data: {} })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => ws.request('order', { qty: 'many' })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(ws.send('subscribe', { symbol: 'A' })).toBe(true);
    expect(sent()).toHaveLength(1);
  });

  it('reject a request whose reply does not fit', async () => {
    const { ws, sent, receiveRaw } = connect({ schemas });
    const invalid: any[] = [];
    ws.on('ws:invalid', (info) => invalid.push(info));
    const [good, bad] = [ws.request('order', { qty: 1 }), ws.request('order', { qty: 2 })];
    receiveRaw({ id: sent()[1].id, data: { id: 1 } });
    receiveRaw({ id: sent()[0].id, data: { id: 'x' } });
    await expect(bad).rejects.toMatchObject({ code: 'invalid' });
    expect(await good).toEqual({ id: 'x' });
    expect(invalid).toMatchObject([{ type: 'order', data: { id: 1 } }]);
  });
});
