import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { wsResource } from '../../src/index.js';
import { ownProperties } from '../support/resources.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

describe('sendAttribute of a class', () => {
  it.each([false, null, '', 'transmit'])('%j leaves a send of its own alone', (sendAttribute) => {
    const { ws } = connect();
    @wsResource(ws, { sendAttribute: sendAttribute as false })
    class Quote extends Model {
      send(): string {
        return 'mine';
      }
    }
    const quote = new Quote();
    expect(quote.send()).toBe('mine');
    expect(Object.hasOwn(quote, 'send')).toBe(false);
    ws.unbind(quote);
    expect(ownProperties(quote)).toEqual(ownProperties(Object.assign(new Model(), { cid: quote.cid })));
  });

  it('leaves a field called send alone, also of the second instance', () => {
    const { ws } = connect();
    @wsResource(ws, { sendAttribute: 'transmit' })
    class Quote extends Model {
      send = 'mine';
    }
    ws.bind(new Model());
    for (const quote of [new Quote(), new Quote()] as any[]) {
      expect([quote.send, typeof quote.transmit]).toEqual(['mine', 'function']);
    }
  });
});
