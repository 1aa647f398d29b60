import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flush } from '../support/until.js';
import { callbacks, requesting } from './requesting.js';

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('save' as const), coalesce: fc.boolean(), patch: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('reply' as const, 'refuse' as const, 'drop' as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('abort' as const), which: fc.nat({ max: 20 }) }) },
);

it('whatever happens to the writes of a model, each ends once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { ws, model, FakeWebSocket, receiveRaw } = requesting({ id: 1 }, { reopenTimeout: 0, backoff: () => 0 });
      const calls: (ReturnType<typeof callbacks> & { promise: any })[] = [];
      const answered = new Set<string>();
      /** Those that the server has not answered. */
      const open = () =>
        FakeWebSocket.last.sent.map((frame) => JSON.parse(String(frame)).id).filter((id) => !answered.has(id));
      for (const [n, { act, ...how }] of steps.entries()) {
        const [id] = open();
        if (act === 'save') {
          const told = callbacks();
          calls.push({ ...told, promise: model.save({ n }, { ...told, ...how }) });
        } else if (act === 'abort') {
          calls[(how as { which: number }).which]?.promise.abort();
        } else if (act === 'drop') {
          FakeWebSocket.last.server.drop();
          await flush();
          FakeWebSocket.last.server.accept();
        } else if (id) {
          receiveRaw(act === 'reply' ? { id } : { id, error: 'refused' });
        }
        if (id && (act === 'reply' || act === 'refuse')) answered.add(id);
        await flush();
      }
      ws.destroy();
      await flush();
      for (const { success, error, complete, promise } of calls) {
        expect(success.mock.calls.length + error.mock.calls.length).toBe(1);
        expect(complete.mock.calls.length).toBe(1);
        await promise.then(
          () => expect(success).toHaveBeenCalled(),
          () => expect(error).toHaveBeenCalled(),
        );
      }
    }),
    { numRuns: 60 },
  );
});
