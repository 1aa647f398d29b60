import { vi } from 'vitest';
import { type ActivityName, activities } from './activities.js';
import { advance, advanceUntil } from './clock.js';
import type { Fault } from './faults.js';
import { createWorld, DEADLINE_MS, INTERVAL_MS, LATENCY_MS, OnPurpose, TIMEOUT_MS, type World } from './world.js';

export const phases = ['connecting', 'open', 'reopening', 'closing'] as const;
export type Phase = (typeof phases)[number];

/** How long a fault lasts that lasts: longer than the heartbeat, and than the deadline of an attempt. */
const FAULT_MS = 12_000;
const STEP_MS = 200;
/** After this nothing is under way any more: what was not confirmed has been sent again, and requests are settled. */
const QUIET_MS = 40_000;

/** What happened. */
export interface Outcome {
  /** What is not as it has to be. */
  readonly problems: readonly string[];
  /** Milliseconds from the end of the fault until the connection was open for good; 0 if it was open then. */
  readonly backMs: number;
  /** Attempts since the fault began. */
  readonly attempts: number;
  readonly made: number;
  readonly kept: number;
  /** What the server and the client did, for a failure. */
  readonly story: string;
}

/** Brings the connection where the fault is to find it. Lasting faults are there before it; the others need somebody to strike. */
async function reach(phase: Phase, world: World, fault: Fault): Promise<void> {
  const isGreeting = (): boolean => !world.ws.isOpen && world.server.clients.length > 0;
  if (phase === 'connecting') {
    if (fault.isLasting && !fault.needsConnection) return;
    world.connect();
    await advanceUntil(isGreeting, 1000);
    return;
  }
  world.connect();
  await advance(1000);
  if (!world.ws.isOpen) world.problems.push('not open after 1 s without a fault');
  if (phase === 'closing') {
    world.ws.close(4000, 'leaving');
    await advance(LATENCY_MS / 2);
  } else if (phase === 'reopening') {
    world.server.faults.drop();
    if (!fault.isLasting) await advanceUntil(isGreeting, 5000);
  }
}

/** What is there after the end, and should not be. */
function leftovers({ ws, server, thrown }: World): string[] {
  const timers = vi.getTimerCount();
  const uncaught = [...thrown.filter((error) => !(error instanceof OnPurpose)), ...server.WebSocket.errors];
  return [
    ...(timers ? [`${timers} timers are left`] : []),
    ...(ws.state === 'idle' && !ws.socket && !ws.resources[0] ? [] : [`${ws.state} after destroy()`]),
    ...[...uncaught, ...server.errors].map((error) => `uncaught: ${(error as Error)?.stack ?? error}`),
  ];
}

/** Runs one cell of the matrix, under fake timers. */
export async function runCell(fault: Fault, phase: Phase, name: ActivityName, seed: number): Promise<Outcome> {
  const world = createWorld(seed);
  const { server, problems, events } = world;
  const activity = activities[name](world);
  const run = async (ms: number): Promise<void> => {
    for (let past = 0; past < ms; past += STEP_MS) {
      if (world.ws) activity.step();
      await advance(STEP_MS);
    }
  };

  await reach(phase, world, fault);
  const struckAt = Date.now();
  if (world.ws) activity.step();
  fault.strike(world);
  if (!world.ws) world.connect();
  if (phase === 'closing') {
    const { length } = server.WebSocket.sockets;
    await run(2000);
    if (server.WebSocket.sockets.length > length) problems.push('opened by itself after close()');
    world.ws.open();
  }
  await run(FAULT_MS);
  fault.heal(world);
  let healedAt = fault.isLasting || phase === 'closing' ? Date.now() : struckAt;
  await run(1000);

  const isGivenUp = (): boolean => world.ws.state === 'closed';
  if (fault.isFatal && phase !== 'closing') {
    if (world.count('noretries', struckAt) !== 1) problems.push('given up without one noretries');
    await advance(60_000);
    if (!isGivenUp()) problems.push('opened by itself after a fatal close');
    healedAt = Date.now();
    world.ws.open();
  }
  // A dead link has to be found, an attempt under way may have to be late, and the wait for the next one was told.
  const lastDelay = Math.max(0, ...events.filter((e) => e.name === 'reopening').map(({ info }) => info.delayMs));
  const boundMs = INTERVAL_MS + TIMEOUT_MS + DEADLINE_MS + lastDelay + 1000;
  if (!(await advanceUntil(() => world.ws.isOpen, boundMs, STEP_MS))) problems.push(`not open ${boundMs} ms later`);
  await run(1000);
  await advance(QUIET_MS);
  if (world.count('close', Date.now() - QUIET_MS / 2)) problems.push('not quiet in the end');
  if (!world.ws.isOpen) problems.push(`${world.ws.state} in the end`);
  else problems.push(...(await activity.check()));
  const openedAt = events.filter((e) => e.name === 'open').at(-1)?.atMs ?? Number.NaN;
  if (openedAt > healedAt + boundMs) problems.push(`open ${openedAt - healedAt} ms after the end of the fault`);
  const attempts = world.count('reopening', struckAt) + (phase === 'connecting' ? 1 : 0);

  world.ws.destroy();
  server.close();
  await advance(1);
  problems.push(...leftovers(world));
  return {
    problems,
    backMs: Math.max(0, openedAt - healedAt),
    attempts,
    made: activity.made,
    kept: activity.kept,
    story: server.describe(),
  };
}
