import type { Frame } from '../../types/socket.js';
import type { Cancel, Timers } from './clock.js';
import type { FaultState } from './faults.js';
import type { Pipe } from './pipe.js';
import { byteLength } from './rules.js';

/** How long a frame waits for the next one to overtake it. */
const OVERTAKE_MS = 50;

/** Neither JSON nor UTF-8 nor MessagePack has a place for these. */
const NO_TEXT = '\0';
const NO_BYTE = 0xc1;

/** The first part of a frame and a byte that cannot be there: no codec takes it for a message. */
export function garbled(frame: Frame, random: () => number): Frame {
  if (typeof frame === 'string') return frame.slice(0, Math.floor(random() * frame.length)) + NO_TEXT;
  const length = Math.floor(random() * byteLength(frame));
  if (frame instanceof Blob) return new Blob([frame.slice(0, length), new Uint8Array([NO_BYTE])]);
  const { buffer, byteOffset } = ArrayBuffer.isView(frame) ? frame : { buffer: frame, byteOffset: 0 };
  const bytes = new Uint8Array(length + 1);
  bytes.set(new Uint8Array(buffer, byteOffset, length));
  bytes[length] = NO_BYTE;
  return bytes;
}

/** What a bad server does to the frames that it sends. `flush` lets out the one that waits to be overtaken. */
export function createDisturber(
  state: FaultState,
  random: () => number,
  { after }: Timers,
  next: (frame: Frame) => void,
): Pipe<Frame> & { flush(): void } {
  let held: { frame: Frame; cancel: Cancel } | undefined;

  const flush = (): void => {
    const { frame, cancel } = held ?? {};
    cancel?.();
    held = undefined;
    if (frame !== undefined) next(frame);
  };
  const occurs = (rate: number): boolean => rate > 0 && random() < rate;

  const pass = (frame: Frame): void => {
    const sent = occurs(state.garble) ? garbled(frame, random) : frame;
    if (!held && occurs(state.reorder)) {
      held = { frame: sent, cancel: after(OVERTAKE_MS, flush) };
      return;
    }
    next(sent);
    flush();
  };

  return {
    push(frame) {
      const isTwice = occurs(state.duplicate);
      pass(frame);
      if (isTwice) pass(frame);
    },
    flush,
    clear() {
      held?.cancel();
      held = undefined;
    },
  };
}
