import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, wsResource } from '../../src/index.js';
import { BareView } from '../support/resources.js';
import { connect } from '../support/wire.js';

const { Model, Collection } = Backbone;

function quotes() {
  const connected = connect();
  const told: unknown[] = [];
  @wsResource(connected.ws)
  class Quote extends Model {
    override preinitialize(): void {
      this.idAttribute = 'symbol';
    }
    @onMessage('quote', { match: { symbol: 'id' } }) tick(data: { price: number }): void {
      told.push([this.id, data.price]);
    }
    @onMessage('halted') halt(): void {
      told.push([this.id, 'halted']);
    }
  }
  return { ...connected, told, Quote };
}

describe('models of a decorated class', () => {
  it('are made by Collection#model, and found by its id attribute', () => {
    const { ws, Quote, receive, told } = quotes();
    class Quotes extends Collection<any> {
      override model = Quote;
      override modelId(attributes: any): any {
        return attributes.symbol;
      }
    }
    const list = new Quotes();
    list.reset([{ symbol: 'A' }, { symbol: 'B' }]);
    list.add({ symbol: 'C' });
    expect(list.map((quote) => quote.constructor)).toEqual([Quote, Quote, Quote]);
    expect([ws.resources, list.get('B')]).toEqual([list.models, list.at(1)]);
    receive('quote', { symbol: 'B', price: 7 });
    expect(told).toEqual([['B', 7]]);
  });

  it('are not made anew by a collection that they are put into', () => {
    const { ws, Quote } = quotes();
    const quote = new Quote({ symbol: 'A' });
    const list = new Collection([quote], { model: Quote });
    expect([list.at(0), ws.resources]).toEqual([quote, [quote]]);
  });

  it('are cloned, and the clone is bound too', () => {
    const { ws, Quote, receive, told } = quotes();
    const quote = new Quote({ symbol: 'A' });
    const clone = quote.clone();
    expect([clone instanceof Quote, clone.attributes, clone.id]).toEqual([true, { symbol: 'A' }, 'A']);
    expect(ws.resources).toEqual([quote, clone]);
    receive('halted');
    expect(told).toHaveLength(2);
  });

  it('are unbound when they are destroyed or stop listening', () => {
    const { ws, Quote, receive, told } = quotes();
    const [one, two, three] = ['A', 'B', 'C'].map((symbol) => new Quote({ symbol }));
    one!.trigger('destroy', one);
    two!.stopListening();
    expect(ws.resources).toEqual([three]);
    receive('halted');
    expect(told).toEqual([['C', 'halted']]);
  });

  it('may stop listening to one event, by the name of the method or of the event', () => {
    const { ws, Quote, receive, told } = quotes();
    const [one, two] = ['A', 'B'].map((symbol) => new Quote({ symbol }));
    one!.stopListening(ws as any, 'ws:message:halted');
    two!.stopListening(ws as any, undefined, two!.halt);
    receive('halted');
    receive('quote', { symbol: 'A', price: 1 });
    receive('quote', { symbol: 'B', price: 2 });
    expect(told).toEqual([
      ['A', 1],
      ['B', 2],
    ]);
  });

  it('are found by an id that comes late or changes', () => {
    const { Quote, receive, told } = quotes();
    const quote = new Quote();
    receive('quote', { symbol: 'A', price: 1 });
    quote.set('symbol', 'A');
    receive('quote', { symbol: 'A', price: 2 });
    quote.set('symbol', 'B');
    receive('quote', { symbol: 'A', price: 3 });
    expect(told).toEqual([['A', 2]]);
  });

  it('may have an id attribute each of their own', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws, { match: 'id' })
    class Thing extends Model {
      override preinitialize(_attributes?: object, options?: any): void {
        if (options?.by) this.idAttribute = options.by;
      }
      @onMessage('thing') tick(): void {
        told.push(this.id);
      }
    }
    for (const by of ['key', 'code', 'key']) new Thing({ [by]: by }, { by } as any);
    receive('thing', { id: 'key' });
    receive('thing', { id: 'code' });
    expect(told).toEqual(['key', 'key', 'code']);
  });
});

describe('a decorated collection', () => {
  it('is bound with the models that it was given, and is cloned', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quotes extends Collection {
      @onMessage('quote') tick(): void {
        told.push(this.length);
      }
    }
    const list = new Quotes([{ id: 1 }, { id: 2 }]);
    const clone = (list as any).clone();
    expect([clone instanceof Quotes, ws.resources]).toEqual([true, [list, clone]]);
    receive('quote');
    expect(told).toEqual([2, 2]);
  });

  it('stays bound when one of its models is destroyed', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Quotes extends Collection {
      @onMessage('quote') tick(): void {}
    }
    const list = new Quotes([{ id: 1 }]);
    const model = list.at(0)!;
    model.trigger('destroy', model, list);
    expect([list.length, ws.resources]).toEqual([0, [list]]);
  });
});

describe('a decorated view', () => {
  it('keeps its hash of events of the page, and is unbound when it is removed', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class QuoteView extends BareView {
      override preinitialize(): void {
        this.events = { 'click .buy': 'buy', 'ws:message:quote': 'buy' };
      }
      override delegate(...event: [any, any]): this {
        told.push(event.slice(0, 2));
        return this;
      }
      override undelegateEvents(): this {
        return this;
      }
      buy(): void {
        told.push('buy');
      }
      @onMessage('quote') override render(): this {
        told.push('render');
        return this;
      }
    }
    const view = new QuoteView({ model: new Model() });
    view.delegateEvents();
    expect(told.splice(0)).toEqual([
      ['click', '.buy'],
      ['ws:message:quote', ''],
    ]);
    receive('quote');
    expect(told).toEqual(['render']);
    view.remove();
    receive('quote');
    expect([told, ws.resources]).toEqual([['render'], []]);
  });
});

describe('a decorated class with Backbone.Events of its own', () => {
  it('is bound like any other', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    class Events {}
    Object.assign(Events.prototype, Backbone.Events);
    @wsResource(ws)
    class Bus extends (Events as new () => Backbone.Events) {
      @onMessage('quote') tick(data: unknown): void {
        told.push(data);
      }
    }
    new Bus();
    receive('quote', 7);
    expect(told).toEqual([7]);
  });
});
