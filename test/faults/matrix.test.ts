import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ActivityName, activities } from './activities.js';
import { phases, runCell } from './cell.js';
import { faults } from './faults.js';
import { legend, matrixTable, type Ran } from './table.js';

const seed = Number(process.env.FAULTS_SEED ?? 1);
const names = Object.keys(activities) as ActivityName[];
const all: Ran[] = [];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe.each(faults.map((fault, row) => [fault.name, fault, row] as const))('%s', (_, fault, row) => {
  const cells = phases.flatMap((phase) => names.map((activity) => [phase, activity] as const));

  it.each(cells)('while %s and %s is overcome', async (phase, activity) => {
    // Every cell has luck of its own.
    const column = cells.findIndex((cell) => `${cell}` === `${[phase, activity]}`);
    const outcome = await runCell(fault, phase, activity, seed * 1000 + row * cells.length + column);
    all.push({ ...outcome, row: fault.row ?? fault.name, phase, activity });
    const replay = `FAULTS_SEED=${seed} npm run test:faults -- -t "${fault.name} while ${phase} and ${activity}"`;
    expect(outcome.problems, `To repeat: ${replay}\n${outcome.story}`).toEqual([]);
  });
});

afterAll(() => {
  if (process.env.npm_lifecycle_event === 'test:faults') console.log(`${matrixTable(all)}\n\n${legend(all, seed)}`);
});
