import Backbone from 'backbone';
import { test } from 'vitest';
import '../../src/index.js';

const { signal } = new AbortController();
test('save, fetch and destroy take the options of requests', () => {
  const model = new Backbone.Model();
  model.save({ a: 1 }, { wait: true, retry: true, coalesce: true, timeoutMs: 5, offline: 'fail', signal });
  model.fetch({ retry: { attempts: 2 }, sync: 'request' });
  model.destroy({ xhr: true });
  new Backbone.Collection().fetch({ timeoutMs: 5 });
  // @ts-expect-error a number of milliseconds
  model.save({}, { timeoutMs: '5' });
});
