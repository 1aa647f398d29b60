import type { LifeSignal, LifeSource } from '../../types/resilience.js';

type Take = (signal: LifeSignal) => void;

/** By the names of the events that tell them. `freeze` and `resume` are Chromium's: https://wicg.github.io/page-lifecycle/ */
const signals: { readonly [event: string]: LifeSignal } = {
  online: 'online',
  offline: 'offline',
  pagehide: 'suspend',
  pageshow: 'resume',
  freeze: 'suspend',
  resume: 'resume',
};

const takers = new Set<Take>();

const visibility = (): LifeSignal => (globalThis.document?.visibilityState === 'hidden' ? 'hidden' : 'visible');

const onEvent = ({ type }: Event): void => {
  const signal = type === 'visibilitychange' ? visibility() : signals[type]!;
  for (const take of [...takers]) take(signal);
};

/** The page, or the worker, that this runs in. However many connections there are, it has one listener for each event, or none. */
function listen(method: 'addEventListener' | 'removeEventListener'): void {
  for (const type of ['online', 'offline', 'pagehide', 'pageshow']) globalThis[method]?.(type, onEvent);
  for (const type of ['visibilitychange', 'freeze', 'resume']) globalThis.document?.[method]?.(type, onEvent);
}

export const pageLife: LifeSource = (tell) => {
  const take: Take = (signal) => tell(signal);
  if (!takers.size) listen('addEventListener');
  takers.add(take);
  if (globalThis.navigator?.onLine === false) take('offline');
  if (visibility() === 'hidden') take('hidden');
  return () => {
    if (takers.delete(take) && !takers.size) listen('removeEventListener');
  };
};
