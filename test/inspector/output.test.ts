import { describe, expect, it } from 'vitest';
import { toHar, toJson } from '../../src/inspector/export.js';
import { type InspectorEntry, pretty } from '../../src/inspector/index.js';
import { createRing } from '../../src/inspector/ring.js';

const entries: InspectorEntry[] = [
  { id: 1, direction: 'event', type: 'open', time: 1000, bytes: undefined, text: '{"reopened":false}' },
  { id: 2, direction: 'out', type: 'ask', time: 1500, bytes: 14, text: '{"type":"ask"}' },
  { id: 3, direction: 'in', type: '', time: 2000, bytes: 3, text: '(binary, 3 bytes)' },
];

describe('an export', () => {
  it('as JSON holds the lines', () => {
    expect(JSON.parse(toJson(entries))).toEqual(JSON.parse(JSON.stringify(entries)));
  });

  it('as HAR has the frames where browsers put them', () => {
    const { log } = JSON.parse(toHar(entries, 'ws://server.test'));
    expect(log.version).toBe('1.2');
    expect(log.entries[0].request.url).toBe('ws://server.test');
    expect(log.entries[0].startedDateTime).toBe('1970-01-01T00:00:01.000Z');
    expect(log.entries[0]._webSocketMessages).toEqual([
      { type: 'send', time: 1.5, opcode: 1, data: '{"type":"ask"}' },
      { type: 'receive', time: 2, opcode: 2, data: '(binary, 3 bytes)' },
    ]);
  });
});

describe('a ring', () => {
  it('holds the newest, the oldest of them first', () => {
    const ring = createRing<number>(3);
    for (const n of [1, 2, 3, 4, 5]) ring.add(n);
    expect([ring.size, ring.list()]).toEqual([3, [3, 4, 5]]);
    ring.clear();
    ring.add(6);
    expect(ring.list()).toEqual([6]);
  });
});

describe('the logger for terminals', () => {
  const lines = (options: object, ...logged: any[]): string[] => {
    const written: string[] = [];
    const log = pretty({ write: (line) => written.push(line), color: false, ...options });
    for (const entry of logged) log({ time: 0, bytes: undefined, type: undefined, ...entry });
    return written;
  };

  it('writes a line for each frame and event', () => {
    expect(
      lines(
        {},
        { direction: 'in', type: 'quote', bytes: 16, data: '{"type":"quote"}' },
        { direction: 'out', bytes: 3, data: new Uint8Array(3) },
        { direction: 'event', type: 'close', data: { code: 1006, reason: 'lost' } },
        { direction: 'event', type: 'error', data: new TypeError('on purpose') },
      ),
    ).toEqual([
      '00:00:00.000 ← quote                     16 B {"type":"quote"}',
      '00:00:00.000 → (no type)                  3 B (binary, 3 bytes)',
      '00:00:00.000 • close                          1006 lost',
      '00:00:00.000 • error                          TypeError: on purpose',
    ]);
  });

  it('lets no control character of the wire through', () => {
    const [line] = lines({}, { direction: 'in', type: 'a\u001b[2Jb', bytes: 1, data: 'x\u0007\ny' });
    expect(/\p{Cc}/u.test(line!)).toBe(false);
  });

  it('is no wider than it is told', () => {
    const [line] = lines({ width: 60 }, { direction: 'in', type: 'a', bytes: 1, data: 'x'.repeat(500) });
    expect(line).toHaveLength(60);
  });

  it('colours by direction, and trouble in red', () => {
    const [frame, trouble] = lines(
      { color: true },
      { direction: 'in', type: 'a', bytes: 1, data: '' },
      { direction: 'event', type: 'noretries', data: { code: 1008 } },
    );
    expect(frame!.startsWith('\u001b[36m')).toBe(true);
    expect(trouble!.startsWith('\u001b[31m')).toBe(true);
  });

  it('takes what is no JSON', () => {
    const round: any = {};
    round.self = round;
    expect(lines({}, { direction: 'event', type: 'x', data: round })[0]).toContain('[object Object]');
  });
});
