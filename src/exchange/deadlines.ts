/** What can be late. */
export interface Timed {
  /** Together with the others of the same span it is late in the order in which they began. */
  readonly timeoutMs: number;
  /** By `performance.now()`. */
  readonly deadline: number;
}

const LONGEST_MS = 2_147_483_647;

/**
 * One timer for many deadlines. Those of one span are late in the order in which they came, so the first of each span is all
 * that has to be looked at; adding and removing cost the same however many there are.
 */
export function createDeadlines<T extends Timed>(onLate: (item: T) => void) {
  const spans = new Map<number, Set<T>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = Infinity;

  const arm = (): void => {
    let next = Infinity;
    for (const [first] of spans.values()) next = Math.min(next, first!.deadline);
    if (next === timerAt) return;
    clearTimeout(timer);
    timerAt = next;
    const waitMs = Math.max(0, Math.min(next - performance.now(), LONGEST_MS));
    timer = next < Infinity ? setTimeout(expire, waitMs) : undefined;
  };

  const remove = (item: T): void => {
    const span = spans.get(item.timeoutMs);
    if (!span?.delete(item) || span.size) return;
    spans.delete(item.timeoutMs);
    // The timer may stay for as long as there is something to be late; what it was set for need not be there any more.
    if (!spans.size) arm();
  };

  const expire = (): void => {
    timerAt = Infinity;
    // Timers may be a little early.
    const now = performance.now() + 1;
    for (const span of [...spans.values()]) {
      for (const item of span) {
        if (item.deadline > now) break;
        remove(item);
        onLate(item);
      }
    }
    arm();
  };

  return {
    add(item: T): void {
      if (item.deadline === Infinity) return;
      const span = spans.get(item.timeoutMs) ?? new Set();
      span.add(item);
      spans.set(item.timeoutMs, span);
      if (item.deadline < timerAt) arm();
    },
    remove,
  };
}
