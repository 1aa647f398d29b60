import fc from 'fast-check';
import { check, finish } from './checks.js';
import { installClock } from './clock.js';
import { anySetup, type Setup } from './setup.js';
import { anyStep, perform, type Step, written } from './steps.js';
import { World } from './world.js';

/** Which schedules to play. */
export interface Selection {
  readonly runs: number;
  readonly seed: number;
  /** Of one schedule, as it was printed when it failed. */
  readonly path?: string | undefined;
  readonly replay?: string | undefined;
}

interface Stage {
  world: World;
}

class Command implements fc.AsyncCommand<Stage, World> {
  constructor(private readonly step: Step) {}

  check(): boolean {
    return true;
  }

  async run(_: Stage, world: World): Promise<void> {
    world.events.count('step');
    await perform(world, this.step);
    await world.clock.advance(0);
    check(world);
    report(world);
  }

  toString(): string {
    return `\n  ${written(this.step)}`;
  }
}

const report = ({ problems }: World): void => {
  if (problems[0]) throw new Error(problems.join('\n'));
};

const MOST_STEPS = 30;

type Commands = Iterable<fc.AsyncCommand<Stage, World>>;

async function play(world: World, commands: Commands): Promise<void> {
  const { clock } = world;
  const onRejection = (error: unknown): void => world.hold(false, `a rejection that nobody handles: ${error}`);
  process.on('unhandledRejection', onRejection);
  try {
    await clock.advance(0);
    await fc.asyncModelRun(() => ({ model: { world }, real: world }), commands);
    await finish(world);
  } finally {
    // What is left of a schedule that failed must not reach into the next one.
    if (world.problems[0]) world.abandon();
    // Rejections are told in a turn of their own.
    await new Promise(setImmediate);
    process.off('unhandledRejection', onRejection);
  }
  report(world);
}

export interface Outcome {
  /** What went wrong and how to see it again. */
  readonly failure: string | undefined;
  /** How often each thing has happened. */
  readonly tally: ReadonlyMap<string, number>;
}

/** As a table, what happened most often first. */
export const tableOf = (tally: Outcome['tally']): string =>
  [...tally]
    .sort(([, a], [, b]) => b - a)
    .map(([what, times]) => `${String(times).padStart(10)}  ${what}`)
    .join('\n');

/** Plays random schedules. */
export async function playAll({ runs, seed, path, replay }: Selection): Promise<Outcome> {
  const tally = new Map<string, number>();
  const clock = installClock();
  const { stackTraceLimit } = Error;
  // Most errors are meant to be, and stacks take their time.
  if (runs > 1) Error.stackTraceLimit = 0;
  try {
    const commands = fc.commands([anyStep.map((step) => new Command(step))], {
      maxCommands: MOST_STEPS,
      size: 'max',
      ...(replay ? { replayPath: replay } : {}),
    });
    const property = fc.asyncProperty(anySetup, commands, (setup, list) => {
      clock.reset();
      return play(new World(setup, clock, tally), list);
    });
    const result = await fc.check(property, { numRuns: runs, seed, ...(path ? { path } : {}) });
    return { failure: result.failed ? explain(result, runs) : undefined, tally };
  } finally {
    clock.restore();
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function explain(result: fc.RunDetails<[Setup, any]>, runs: number): string {
  const { seed, counterexamplePath, counterexample, numRuns, numShrinks, errorInstance } = result;
  const [setup, commands] = counterexample ?? [];
  const [, steps = '', replay = ''] = /^([\s\S]*?)\s*\/\*replayPath="(.*)"\*\/$/.exec(String(commands)) ?? [];
  return [
    `Schedule ${numRuns} of ${runs} failed (seed ${seed}, made shorter ${numShrinks} times):`,
    (errorInstance as Error)?.message ?? String(errorInstance),
    `The connection: ${JSON.stringify(setup)}`,
    `The schedule:${steps.replaceAll(/,(?=\n)/g, '')}`,
    'To see it again:',
    `  npm run test:model -- --seed ${seed} --path "${counterexamplePath}" --replay "${replay}"`,
  ].join('\n');
}
