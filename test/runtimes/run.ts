import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { tools } from './project.js';
import type { Server } from './server.js';

/** How long a program may take to end once it has said its last; what the package may leave behind would take longer. */
const lingerMs = 2000;
const programTimeoutMs = 60_000;
const toolTimeoutMs = 180_000;

export interface Child {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Record<string, string>;
}

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  /** From its last word to its end. */
  readonly lingeredMs: number;
}

function end({ program, args, cwd, env }: Child, timeoutMs = programTimeoutMs): Promise<Ended> {
  return new Promise((resolve) => {
    // Development: the warnings are to be seen.
    const child = spawn(program, args, { cwd, env: { ...process.env, NODE_ENV: 'development', ...env } });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    let output = '';
    let spokeAt = performance.now();
    const hear = (text: Buffer): void => {
      output += text;
      spokeAt = performance.now();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const settle = (code: number | null): void => {
      clearTimeout(timer);
      resolve({ code, output: output.trim(), lingeredMs: performance.now() - spokeAt });
    };
    child.on('error', (error) => {
      output += error.message;
      settle(1);
    });
    child.on('close', settle);
  });
}

/** What is wrong with how a program ended: it may print that its checks passed, and nothing else. */
export function problemsOf({ code, output, lingeredMs }: Ended): string[] {
  if (code === null) return [`it did not end: ${output}`];
  if (code !== 0 || !/^[1-9]\d* checks passed$/.test(output)) return [output || `exit code ${code}, and no word`];
  if (lingeredMs > lingerMs) return [`it ended ${Math.round(lingeredMs)} ms after its last check`];
  return [];
}

/** Runs a program that makes the smoke test with a server. */
export async function runChild(server: Server, make: (url: string) => Child): Promise<string[]> {
  const { url, end: endRun } = server.begin();
  const problems = problemsOf(await end(make(url)));
  return [...problems, ...(await endRun())];
}

/** Runs one of the tools, which is to print nothing. */
export async function runTool(script: string, args: readonly string[], cwd: string): Promise<void> {
  const path = join(tools, script);
  const { code, output } = await end({ program: process.execPath, args: [path, ...args], cwd }, toolTimeoutMs);
  if (code !== 0) throw new Error(`${[script, ...args].join(' ')}: ${output}`);
}
