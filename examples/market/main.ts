import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Arguments, help, readArguments } from './arguments.js';
import { Breaker } from './breaker.js';
import { MarketClient } from './client.js';
import { readKeys } from './keys.js';
import { createScreen } from './screen.js';
import { MarketServer } from './server.js';
import { problemsOf, summaryOf } from './summary.js';
import { makeTrouble } from './trouble.js';

/** @returns the exit code */
async function run({ breaks, port, symbols, forMs = Number.POSITIVE_INFINITY }: Arguments): Promise<number> {
  // Often enough that a short run sees every kind of trouble.
  const troubleMs = Math.min(4000, forMs / 3.5);
  const server = await MarketServer.start({ port, symbols, silenceMs: Math.min(1500, troubleMs / 2) });
  const screen = createScreen(process.stdout);
  const tell = (news: string): void => screen.tell(news, client.seconds);
  const client = new MarketClient(server.url, server.symbols, tell, { resilient: breaks });
  const breaker = breaks ? new Breaker(server, client, { restMs: Math.min(4000, forMs / 12) }) : undefined;
  const hasKeys = breaks && screen.isLive && process.stdin.isTTY;
  const drawing = setInterval(() => screen.draw(client, breaker && { breaker, hasKeys }), screen.everyMs);
  breaker?.goRound();
  const stopTrouble = breaker ? () => breaker.stop() : makeTrouble(client, troubleMs);

  const end = new AbortController();
  const interrupt = (): void => end.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  // Ctrl-C is no signal while keys are read.
  const press = (key: string): void => ('\x03q'.includes(key) ? interrupt() : breaker?.press(key));
  const stopKeys = hasKeys ? readKeys(process.stdin, press) : undefined;
  const isWhole = await lasted(forMs, end.signal);

  await stopTrouble();
  server.pause();
  const isSettled = await client.settle(5000);
  clearInterval(drawing);
  stopKeys?.();
  screen.stop(client);
  const problems = problemsOf(server, client, { isSettled, isWhole, repairs: breaker?.repairs });
  console.log(summaryOf(server, client, problems, breaker?.repairs));
  client.close();
  await server.close();
  return problems.length ? 1 : 0;
}

/** False if it was interrupted. */
async function lasted(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms === Number.POSITIVE_INFINITY) await once(signal, 'abort');
  else await pause(ms, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (!args.help) return run(args);
  console.log(help);
  return 0;
}

// The reader of a pipe may leave early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  process.exitCode = await main();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    code === 'EADDRINUSE' ? 'That port is in use: give another with --port, or none for a free one.' : message;
  console.error(`${reason}\nSee --help.`);
  process.exitCode = 1;
}
