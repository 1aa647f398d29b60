import { describe, expect, it } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { type Part, runPart } from './part.js';
import { parts } from './parts.js';

const library = { WS: WS as any, createFakeWebSocket };

describe('a run that is short of its thousandth part', () => {
  it.each(parts.map(([part, count]) => [part.name, part, count / 1000] as const))(
    'of %s is clean',
    async (_, part, count) => {
      const { problems, listeners } = await runPart(part, library, Math.max(count, 100), 4000);
      expect(problems).toEqual([]);
      expect(listeners[1]).toBe(listeners[0]);
    },
  );
});

describe('a run', () => {
  const part = (run: Part['run']): Part => ({ name: 'a part', unit: 'steps', run });

  it('that throws, or is not done in time, has a problem', async () => {
    const thrown = await runPart(
      part(async () => Promise.reject(new Error('broken'))),
      library,
      10,
      1000,
    );
    expect(thrown.problems).toEqual([expect.stringContaining('broken')]);
    const late = await runPart(
      part(async (_library, _count, { progress }) => progress(1, {})),
      library,
      10,
      -1,
    );
    expect(late.problems).toEqual([expect.stringContaining('not done after -1 ms: 1 of 10')]);
  });

  it('counts the listeners after a quarter and in the end', async () => {
    const ws = new WS('ws://server/', { WebSocket: createFakeWebSocket() });
    const leaky = part(async (_library, count, { progress }) => {
      for (let n = 0; n <= count; n++) {
        ws.on('ws:open', () => {});
        progress(n, ws);
      }
    });
    expect((await runPart(leaky, library, 8, 1000)).listeners).toEqual([3, 9]);
    ws.destroy();
  });
});
