import { afterAll, describe, expect, it } from 'vitest';
import { ofCalls, ofCollections } from './sync-calls.js';
import { type Difference, differences } from './sync-differences.js';
import { matrix } from './sync-matrix.js';
import { ofModels } from './sync-models.js';
import { play, type Scenario } from './sync-stage.js';

const rows: string[][] = [
  ['SCENARIO', 'XHR', 'SOCKET'],
  ['', '', ''],
];

afterAll(() => {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  console.log(['', ...lines, ''].join('\n'));
});

describe('saving over a socket leaves the trace of saving by XHR', () => {
  it.each<Scenario>([...matrix, ...ofModels, ...ofCalls, ...ofCollections])('$name', async (scenario) => {
    const xhr = await play('XHR', scenario);
    expect(xhr).toContainEqual(expect.stringContaining(scenario.shows));
    const socket = await play('socket', scenario);
    const isSame = JSON.stringify(xhr) === JSON.stringify(socket);
    rows.push([scenario.name, `${xhr.length} lines`, isSame ? 'same' : 'DIFFERENT']);
    expect(socket).toEqual(xhr);
  });
});

describe('saving over a socket differs from saving by XHR', () => {
  it.each<Difference>(differences)('$name: $reason', async ({ name, reason, xhr, socket, ...scenario }) => {
    rows.push([name, 'differs', `on purpose: ${reason}`]);
    const seen = xhr[0]!.startsWith('>') ? /^>/ : /^the server saw/;
    const [overXhr, overSocket] = [
      await play('XHR', { ...scenario, name, shows: '' }),
      await play('socket', { ...scenario, name, shows: '' }),
    ].map((trace) => trace.filter((line) => seen.test(line)));
    expect({ overXhr, overSocket }).toEqual({ overXhr: xhr, overSocket: socket });
  });
});
