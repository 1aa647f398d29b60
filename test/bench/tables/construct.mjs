import { load } from '../lib/contenders.mjs';
import { flat } from '../lib/frames.mjs';
import { inPairs, timed } from '../lib/measure.mjs';

// Enough for garbage collections to be in every block.
const batch = 10_000;
const symbols = Array.from({ length: batch }, (_, i) => `S${i}`);

/** Instances are made and bound; between the blocks, they are let go. */
async function prepare(name, { handlers, form }, { warmMs }) {
  const { contender } = await load(name, 'construct', { handlers, form });
  const made = [];
  const sample = async () => {
    const time = await timed((n) => {
      for (let i = 0; i < n; i++) made.push(contender.make(symbols[i]));
    }, batch);
    for (const model of made) contender.unbind({ model });
    made.length = 0;
    return { time };
  };
  const check = () => {
    const model = contender.make('S1');
    contender.receive({ type: 'message', data: flat(contender.frame('quote', { symbol: 'S1' })) });
    if (model.ticks !== 1) throw new Error(`${name}: ${model.ticks} calls in place of 1`);
    contender.unbind({ model });
  };
  check();
  for (const end = performance.now() + warmMs; performance.now() < end; ) await sample();
  return { sample, check };
}

export async function measure(params, name, settings) {
  const bound = await prepare('bound', params, settings);
  const other = await prepare(name, params, settings);
  const figures = await inPairs(bound.sample, other.sample, settings);
  bound.check();
  other.check();
  return figures;
}

const target = { text: '≤ 1.1', of: ['decorated'], isMet: (cells) => cells.decorated.median <= 1.1 };
const construction = (text, handlers) => (form, mode) => ({
  label: [text, form, mode].filter(Boolean).join(', '),
  params: { handlers, form, mode: mode ?? 'production' },
  target,
});
const one = construction('1 handler', 'one');
const three = construction('3 handlers, one keyed', 'three');

export const construct = {
  title: 'Construct a decorated model, beside constructing a plain one and ws.bind',
  base: 'ws.bind',
  contenders: ['again', 'decorated'],
  cases: [
    one('legacy'),
    one('standard'),
    one('subclass'),
    one('extended'),
    one('legacy', 'development'),
    three('legacy'),
    three('standard'),
    three('legacy', 'development'),
  ],
};
