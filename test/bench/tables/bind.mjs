import { load } from '../lib/contenders.mjs';
import { randomFrom } from '../lib/frames.mjs';
import { inPairs, timed } from '../lib/measure.mjs';

const batch = 50;

/** N models are bound. A batch of them, picked at random, goes; as many others come. */
async function prepare(name, count, { warmMs }) {
  const { contender, makeTargets } = await load(name, 'bind');
  const random = randomFrom(3);
  const bound = makeTargets(count);
  let free = makeTargets(batch);
  const handles = new Map();
  for (const target of bound) handles.set(target, contender.bind(target));

  const toFront = () => {
    for (let i = 0; i < batch; i++) {
      const j = i + random(count - i);
      [bound[i], bound[j]] = [bound[j], bound[i]];
    }
  };
  const sample = async () => {
    toFront();
    const going = bound.slice(0, batch);
    const coming = free;
    const old = going.map((target) => handles.get(target));
    const unbind = await timed((n) => {
      for (let i = 0; i < n; i++) contender.unbind(going[i], old[i]);
    }, batch);
    const fresh = [];
    const bind = await timed((n) => {
      for (let i = 0; i < n; i++) fresh.push(contender.bind(coming[i]));
    }, batch);
    free = going;
    coming.forEach((target, i) => {
      bound[i] = target;
      handles.delete(going[i]);
      handles.set(target, fresh[i]);
    });
    return { bind, unbind };
  };
  for (const end = performance.now() + warmMs; performance.now() < end; ) await sample();
  return sample;
}

export async function measure({ bound }, name, settings) {
  const limit = await prepare('limit', bound, settings);
  const other = await prepare(name, bound, settings);
  // A batch takes microseconds, so there can be many.
  return inPairs(limit, other, { ...settings, pairs: settings.pairs * 10 });
}

export const bind = {
  title: 'Bind and unbind one model while N are bound',
  unit: 'ns',
  contenders: ['copy', 'package', 'nanoevents', 'phoenix', 'socketio'],
  figures: { bind: 'bind', unbind: 'unbind' },
  cases: [100, 1000, 10_000, 100_000].map((bound) => ({
    label: `N = ${bound.toLocaleString('en')}`,
    params: { bound },
  })),
  // Memory that no longer fits into the processor's caches costs the limit more, too. A list that is searched grows a thousandfold.
  growth: 'limit',
};
