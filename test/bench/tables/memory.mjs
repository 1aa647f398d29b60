import { load } from '../lib/contenders.mjs';
import { heap } from '../lib/measure.mjs';

const rounds = 7;

/** Bytes for each model, which exist before and after; the first round also makes what stays for good, code above all. */
export async function measure({ models, isKeyed }, name) {
  const { contender, makeTargets } = await load(name, isKeyed ? 'keyed' : 'bind');
  const result = { bound: { a: [], b: [] }, left: { a: [], b: [] } };
  for (let round = 0; round < rounds; round++) {
    const targets = makeTargets(models);
    const handles = new Array(models).fill(undefined);
    const empty = heap();
    for (let i = 0; i < models; i++) handles[i] = contender.bind(targets[i]);
    const full = heap();
    for (let i = 0; i < models; i++) {
      contender.unbind(targets[i], handles[i]);
      handles[i] = undefined;
    }
    const after = heap();
    if (round === 0) continue;
    result.bound.b.push((full - empty) / models);
    result.left.b.push((after - empty) / models);
    if (targets.length !== handles.length) throw new Error('The models are gone.');
  }
  return result;
}

const models = 50_000;
const atMost = (bound) => ({ text: `≤ ${bound} B`, isMet: (cells) => cells.package.b <= bound });

export const memory = {
  title: 'Bytes for each bound model, and what is left of them after unbind',
  unit: 'B',
  contenders: ['package', 'nanoevents'],
  figures: { bound: 'bound', left: 'left' },
  execArgv: ['--expose-gc'],
  cases: [
    // Less than a byte for each of many models is what the garbage collector does of its own accord.
    { label: 'one handler', params: { models }, targets: { bound: atMost(400), left: atMost(1) } },
    { label: 'one handler, keyed', params: { models, isKeyed: true }, only: ['package'], targets: { left: atMost(1) } },
  ],
};
