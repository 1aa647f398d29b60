import { expect, onTestFinished, vi } from 'vitest';
import { WSError } from '../../src/index.js';

/** The error that is thrown; a test that throws none fails. */
export function errorOf(act: () => unknown): WSError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(WSError);
    return error as WSError;
  }
  throw new Error('Nothing was thrown.');
}

/** What is said on the console from now on. A text is said once in a process: each test has class names of its own. */
export function warnings(): string[] {
  const texts: string[] = [];
  const spy = vi.spyOn(console, 'warn').mockImplementation((text: string) => void texts.push(text));
  onTestFinished(() => spy.mockRestore());
  return texts;
}

/** The errors that a connection raises from now on. */
export function errorsOf(ws: { on(event: 'ws:error', listener: (error: any) => void): unknown }): any[] {
  const errors: any[] = [];
  ws.on('ws:error', (error) => errors.push(error));
  return errors;
}
