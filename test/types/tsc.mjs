#!/usr/bin/env node
/**
 * The compiler for Vitest, which would keep what is known of each program in the same file. Here each has its own, and so it is the
 * same as that of `npm run check`: who comes second compiles what has changed since.
 */
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const args = process.argv.slice(2);
const config = args[args.indexOf('-p') + 1];
const known = ['--incremental', '--tsBuildInfoFile', `.tmp/${basename(config, '.json')}.tsbuildinfo`];

const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
process.exitCode = spawnSync(process.execPath, [tsc, ...args, ...known], { stdio: 'inherit' }).status ?? 1;
