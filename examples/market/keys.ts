/** What is needed of `process.stdin`. */
export interface Keyboard {
  setRawMode(isRaw: boolean): unknown;
  on(event: 'data', take: (keys: Buffer) => void): unknown;
  off(event: 'data', take: (keys: Buffer) => void): unknown;
  pause(): unknown;
}

/**
 * Calls back for each key, as a small letter, at once and without showing it. Ctrl-C is a key, too: `'\x03'`.
 * @returns what ends it
 */
export function readKeys(keyboard: Keyboard, press: (key: string) => void): () => void {
  const take = (keys: Buffer): void => {
    const text = String(keys);
    // Arrows and the like come as an escape and letters.
    if (!text.startsWith('\x1b')) for (const key of text.toLowerCase()) press(key);
  };
  keyboard.setRawMode(true);
  keyboard.on('data', take);
  return () => {
    keyboard.off('data', take);
    keyboard.setRawMode(false);
    keyboard.pause();
  };
}
