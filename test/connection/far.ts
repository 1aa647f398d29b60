import type { FakeSocket } from '../../src/testing/index.js';

/** What the client has sent on a socket, decoded. */
export const sentOn = ({ sent }: FakeSocket): any[] => sent.map((frame) => JSON.parse(String(frame)));

/** The server says something. */
export const say = ({ server }: FakeSocket, type: string, data?: unknown): void =>
  server.send(JSON.stringify({ type, data }));

/** The delays that a trace tells. */
export const delaysIn = (trace: readonly string[]): number[] =>
  trace.flatMap((line) => /^reopening \d+ in (\S+)/.exec(line)?.slice(1) ?? []).map(Number);
