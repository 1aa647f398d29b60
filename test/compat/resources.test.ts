import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { visit, visitOpen } from './page.js';

describe('the option resources', () => {
  it('binds lists of resource and events', () => {
    const model = new Backbone.Model();
    const collection = new Backbone.Collection();
    const opened = vi.fn();
    const { ws, accept, receive } = visit({
      resources: [
        [model, { 'ws:message:set': model.set }],
        [collection, { 'ws:open': opened, 'ws:message:add': collection.add }],
      ],
    });
    expect(ws.resources).toEqual([model, collection]);
    accept();
    receive({ type: 'set', data: { n: 1 } });
    receive({ type: 'add', data: { id: 7 } });
    expect(model.get('n')).toBe(1);
    expect(opened).toHaveBeenCalledOnce();
    expect(collection.pluck('id')).toEqual([7]);
  });

  it('binds objects of resource and events', () => {
    const model = new Backbone.Model();
    const { ws, accept, receive } = visit({
      resources: [{ resource: model, events: { 'ws:message': model.set } }],
    });
    expect(ws.resources).toContain(model);
    accept();
    receive({ n: 1 });
    expect(model.get('n')).toBe(1);
  });

  it('binds a resource without events to all of them', () => {
    const model = new Backbone.Model();
    const opened = vi.fn();
    model.on('ws:open', opened);
    visit({ resources: [[model]] }).accept();
    expect(opened).toHaveBeenCalledOnce();
  });
});

describe('the option sendAttribute', () => {
  it("is 'send' by default", () => {
    const { ws, sent } = visitOpen();
    const model = new Backbone.Model() as Backbone.Model & { send(message: unknown): void };
    ws.bind(model);
    model.send({ hello: 'world' });
    expect(sent()).toEqual([{ hello: 'world' }]);
  });

  it("leaves the resource's own send alone when it is another name", () => {
    const own = vi.fn();
    const Mail = Backbone.Model.extend({ send: own });
    const { ws, sent } = visitOpen({ sendAttribute: 'transmit' });
    const mail = new Mail() as any;
    ws.bind(mail);
    mail.send('by post');
    mail.transmit({ by: 'wire' });
    expect(own).toHaveBeenCalledExactlyOnceWith('by post');
    expect(sent()).toEqual([{ by: 'wire' }]);
  });
});

describe('the option protocol', () => {
  it.each([
    ['a name', 'chat', ['chat']],
    ['several', ['chat', 'news'], ['chat', 'news']],
  ])('offers %s to the server', (_what, protocol, offered) => {
    const { sockets } = visitOpen({ protocol });
    expect(sockets.last.protocols).toEqual(offered);
  });

  it('is offered by no one who does not give it', () => {
    expect(visitOpen().sockets.last.protocols).toEqual([]);
  });
});

describe('the option prefix', () => {
  it('is the first part of the names of events', () => {
    const { ws, accept, receive } = visit({ prefix: 'live' });
    const model = new Backbone.Model();
    const names: string[] = [];
    model.on('all', (name) => names.push(name));
    ws.bind(model);
    accept();
    receive({ type: 'quote', data: 1 });
    expect(names).toEqual(['live:open', 'live:message:quote', 'live:message']);
  });

  it.each(['', false, null] as const)('is left out, colon and all, when it is %j', (prefix) => {
    const { ws, accept, receive } = visit<string>({ prefix: prefix as string });
    const model = new Backbone.Model();
    ws.bind(model, { open: () => model.set('open', true), 'message:quote': (quote) => model.set(quote) });
    accept();
    receive({ type: 'quote', data: { price: 101 } });
    expect(model.attributes).toEqual({ open: true, price: 101 });
  });
});

describe('the option keepOpen', () => {
  it('is off by default: the connection is destroyed with its last resource', () => {
    const { ws, sockets } = visitOpen();
    const destroy = vi.spyOn(ws, 'destroy');
    const [a, b] = [new Backbone.Model(), new Backbone.Model()];
    ws.bind(a).bind(b).unbind(a);
    expect(sockets.live).toHaveLength(1);
    ws.unbind(b);
    expect(destroy).toHaveBeenCalledOnce();
    expect(ws.socket).toBeNull();
    expect(sockets.live).toHaveLength(0);
  });

  it('keeps the connection when it has no resource left', () => {
    const { ws, sockets } = visitOpen({ keepOpen: true });
    const model = new Backbone.Model();
    ws.bind(model).unbind(model);
    expect(ws.resources).toEqual([]);
    expect(ws.isOpen).toBe(true);
    expect(sockets.live).toEqual([ws.socket]);
  });
});
