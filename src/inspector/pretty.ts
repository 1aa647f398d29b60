import type { Logger } from '../../types/policies.js';
import { textOf } from './inside.js';

/** How `pretty` writes. */
export interface PrettyOptions {
  /**
   * Takes a line.
   * @default console.log
   */
  readonly write?: (line: string) => void;
  /**
   * Colours by ANSI codes.
   * @default on, unless NO_COLOR is set or the output is no terminal (https://no-color.org)
   */
  readonly color?: boolean;
  /**
   * Characters of a line, codes apart.
   * @default 120
   */
  readonly width?: number;
}

const marks = { in: ['←', 36], out: ['→', 32], event: ['•', 33] } as const;

declare const process: {
  readonly env?: { readonly NO_COLOR?: string };
  readonly stdout?: { readonly isTTY?: boolean };
};

const isTerminal = (): boolean =>
  typeof process === 'object' && !process.env?.NO_COLOR && process.stdout?.isTTY === true;

/** A terminal shows control characters by doing what they say. */
const isControl = /\p{Cc}/gu;

/**
 * A logger for terminals: one line for each frame and event, with time, direction, type, size and content.
 *
 * ```ts
 * const ws = new WS('wss://example.com/feed', { logger: pretty() });
 * ```
 */
export function pretty({ write = console.log, color = isTerminal(), width = 120 }: PrettyOptions = {}): Logger {
  const paint = (text: string, code: number): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  return ({ direction, type = '(no type)', bytes, time, data }) => {
    const [mark, code] = marks[direction];
    const clock = new Date(time).toISOString().slice(11, 23);
    const size = bytes === undefined ? '' : `${bytes} B`;
    const name = type.replace(isControl, '�').slice(0, 40);
    const content = (direction === 'event' ? toLine(data) : textOf(data, width)).replace(isControl, ' ');
    const head = `${clock} ${mark} ${name.padEnd(20)} ${size.padStart(9)} `;
    const isTrouble = direction === 'event' && /^(error|close|noretries|invalid|dropped|gap)$/.test(type);
    write(`${paint(head, isTrouble ? 31 : code)}${content.slice(0, Math.max(0, width - head.length))}`);
  };
}

function toLine(data: any): string {
  if (data instanceof Error) return `${data.name}: ${data.message}`;
  if (typeof data?.code === 'number') return `${data.code} ${data.reason ?? ''}`;
  try {
    return JSON.stringify(data) ?? '';
  } catch {
    return String(data);
  }
}
