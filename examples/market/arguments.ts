import { parseArgs } from 'node:util';

export const help = `Streams a made-up market over a real WebSocket on this machine and shows it live.

  npm start -- [options]

  --break         cut the line, garble messages, silence the server, kill it and start it again:
                  one after the other, in a terminal also by keys
  --for SECONDS   stop after so many seconds, with a summary and exit code 0 if all was right
  --port PORT     port of the server on 127.0.0.1 (default: a free one)
  --symbols N     how many symbols there are, 1 to 5000 (default: 300)
  --help          show this`;

export interface Arguments {
  help: boolean;
  /** The mode that breaks things. */
  breaks: boolean;
  port: number;
  symbols: number;
  /** Undefined: until Ctrl-C. */
  forMs: number | undefined;
}

/** @throws Error with a message for the user */
export function readArguments(argv: string[]): Arguments {
  const { values } = parseArgs({
    args: argv,
    options: {
      break: { type: 'boolean', default: false },
      for: { type: 'string' },
      port: { type: 'string', default: '0' },
      symbols: { type: 'string', default: '300' },
      help: { type: 'boolean', default: false },
    },
  });
  const seconds = values.for === undefined ? undefined : number('--for', values.for, { from: 0.5, to: 86_400 });
  return {
    help: values.help,
    breaks: values.break,
    port: number('--port', values.port, { from: 0, to: 65_535, isWhole: true }),
    symbols: number('--symbols', values.symbols, { from: 1, to: 5000, isWhole: true }),
    forMs: seconds && seconds * 1000,
  };
}

function number(name: string, text: string, range: { from: number; to: number; isWhole?: boolean }): number {
  const { from, to, isWhole = false } = range;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= from && value <= to && (!isWhole || Number.isInteger(value))) return value;
  throw new Error(`${name}: expected a ${isWhole ? 'whole ' : ''}number from ${from} to ${to}, got "${text}".`);
}
