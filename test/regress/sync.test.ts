import Backbone from 'backbone';
import { expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { connect, open } from './connect.js';

const Quote = Backbone.Model.extend({ urlRoot: '/quotes' });

it('fault 10: sync returns a promise, and success or error runs', async () => {
  const { ws, accept } = connect({ sync: true });
  const model = new Quote({ n: 1 });
  ws.bind(model);
  const success = vi.fn();
  const error = vi.fn();
  const saved = model.save(null, { success, error }) as unknown;
  expect(saved).toBeInstanceOf(Promise);
  await flush();
  expect(success).not.toHaveBeenCalled();
  accept();
  await saved;
  await flush();
  expect(success).toHaveBeenCalledOnce();
  expect(error).not.toHaveBeenCalled();

  const other = connect({ sync: true, keepOpen: true });
  const unlucky = new Quote({ n: 1 });
  other.ws.bind(unlucky);
  const lost = unlucky.save(null, { success, error }) as unknown;
  other.ws.destroy();
  await expect(lost).rejects.toMatchObject({ code: 'dropped' });
  await flush();
  expect(error).toHaveBeenCalledOnce();
  expect(success).toHaveBeenCalledOnce();
});

it("fault 11: sync leaves the caller's objects as they are, and tells the method of a list", () => {
  const { ws, sent } = open();
  const attrs = { n: 2 };
  const data = { from: 'yesterday' };
  const list = [{ id: 1 }, { id: 2 }];
  ws.sync('patch', new Quote({ id: 7, n: 1 }), { attrs });
  ws.sync('read', new Quote({ id: 7 }), { data });
  ws.sync('update', new Quote(), { data: list });
  ws.sync('read', new Backbone.Collection(list), {});
  expect([attrs, data, list]).toStrictEqual([{ n: 2 }, { from: 'yesterday' }, [{ id: 1 }, { id: 2 }]]);
  expect(list).not.toHaveProperty('method');
  expect(sent()).toEqual([
    { n: 2, method: 'patch' },
    { from: 'yesterday', method: 'read' },
    { method: 'update', data: list },
    { method: 'read', data: list },
  ]);
});
