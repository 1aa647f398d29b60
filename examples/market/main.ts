import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Arguments, help, readArguments } from './arguments.js';
import { MarketClient } from './client.js';
import type { Misdeed } from './messages.js';
import { createScreen } from './screen.js';
import { MarketServer } from './server.js';
import { problemsOf, summaryOf } from './summary.js';

const misdeeds: readonly Misdeed[] = ['rubbish', 'drop', 'silence'];

/** @returns the exit code */
async function run({ port, symbols, forMs }: Arguments): Promise<number> {
  // Often enough that a short run sees every kind of trouble.
  const troubleMs = Math.min(4000, (forMs ?? Number.POSITIVE_INFINITY) / 3.5);
  const server = await MarketServer.start({ port, symbols, silenceMs: Math.min(1500, troubleMs / 2) });
  const screen = createScreen(process.stdout);
  const client = new MarketClient(server.url, server.symbols, (news) => screen.tell(news, client.seconds));
  const drawing = setInterval(() => screen.draw(client), screen.everyMs);
  const trouble = makeTrouble(client, troubleMs);

  const end = new AbortController();
  const interrupt = (): void => end.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  if (forMs === undefined) await once(end.signal, 'abort');
  else await pause(forMs, undefined, { signal: end.signal }).catch(interrupt);

  clearInterval(trouble);
  server.pause();
  const isSettled = await client.settle(5000);
  clearInterval(drawing);
  screen.stop(client);
  const needsDrop = forMs !== undefined && !end.signal.aborted;
  const problems = problemsOf(server, client, { isSettled, needsDrop });
  console.log(summaryOf(server, client, problems));
  client.close();
  await server.close();
  return problems.length ? 1 : 0;
}

/** Makes the server misbehave now and then, so that one sees what becomes of it. */
function makeTrouble(client: MarketClient, everyMs: number): NodeJS.Timeout {
  let turn = 0;
  return setInterval(() => {
    if (!client.ws.isOpen) return;
    const how = misdeeds[turn++ % misdeeds.length]!;
    // So that there is an order under way, whose answer is lost with the connection.
    if (how === 'drop') client.order();
    client.provoke(how);
  }, everyMs);
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
