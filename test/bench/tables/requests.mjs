import { load } from '../lib/contenders.mjs';
import { flat, payloads, randomFrom } from '../lib/frames.mjs';
import { inPairs, timed } from '../lib/measure.mjs';

const few = 10;
const stretches = 100;

/**
 * N requests wait. Again and again a few more are made and as many are answered, so that N stays N; only the replies are timed,
 * from the frame to the `then` of the promise. Garbage goes before each sample: what of it survives grows with N and is the
 * work of asking, not of a reply.
 */
async function prepare(name, { outstanding, isAny }) {
  const { contender } = await load(name, 'requests');
  const [data] = payloads('small');
  const random = randomFrom(5);
  const waiting = [];
  let asked = 0;
  let settled = 0;
  const settle = () => settled++;
  const ask = () => {
    contender.request(data).then(settle);
    waiting.push(asked++);
  };
  /** Takes one out; the last fills its place. */
  const pick = () => {
    const index = isAny ? random(waiting.length) : waiting.length - 1;
    const picked = waiting[index];
    const last = waiting.pop();
    if (index < waiting.length) waiting[index] = last;
    return picked;
  };
  const toFrame = () => ({ type: 'message', data: flat(contender.replyTo(pick(), data)) });
  const takeReplies = async (frames) => {
    const goal = settled + few;
    for (let i = 0; i < few; i++) contender.receive(frames[i]);
    while (settled < goal) await null;
  };
  for (let i = 0; i < outstanding; i++) ask();
  return {
    async sample() {
      globalThis.gc({ type: 'minor' });
      let time = 0;
      for (let i = 0; i < stretches; i++) {
        for (let j = 0; j < few; j++) ask();
        const frames = Array.from({ length: few }, toFrame);
        // What asking has left to do is not the reply's.
        await null;
        time += await timed(() => takeReplies(frames), stretches * few);
      }
      return { time };
    },
    check() {
      const left = asked - settled;
      if (left !== outstanding) throw new Error(`${name}: ${left} wait in place of ${outstanding}`);
    },
  };
}

/** @param params `isOwn`: compared with itself while ten wait, in place of the limit */
export async function measure(params, name, settings) {
  // Both are made before either is warm: what is compiled for the only instance is faster than what is for any.
  const sides = params.isOwn
    ? [await prepare(name, { ...params, outstanding: few }), await prepare(name, params)]
    : [await prepare('limit', params), await prepare(name, params)];
  const [a, b] = sides.map(({ sample }) => sample);
  for (const end = performance.now() + 2 * settings.warmMs; performance.now() < end; ) {
    await a();
    await b();
  }
  const figures = await inPairs(a, b, { ...settings, pairs: Math.max(settings.pairs, 30) });
  for (const { check } of sides) check();
  return figures;
}

const reply = (outstanding, params, target) => ({
  label: `${params.isAny ? 'any' : 'newest'}, N = ${outstanding.toLocaleString('en')}`,
  params: { outstanding, ...params },
  target,
});
const execArgv = ['--expose-gc'];
const contenders = ['copy', 'package'];

export const besideLimit = {
  title: 'A reply while N requests wait, beside the limit with as many',
  contenders,
  // The last is any of many: nothing of it is in the processor's caches, for the limit either.
  growth: 1.1,
  execArgv,
  cases: [
    ...[10, 1000, 100_000].map((outstanding) => reply(outstanding, {})),
    ...[1000, 100_000].map((outstanding) => reply(outstanding, { isAny: true })),
  ],
};

const constant = { text: '≤ 1.1', isMet: (cells) => cells.package.median <= 1.1 };

export const besideTen = {
  title: 'A reply while N requests wait, beside the same while 10 wait',
  unit: 'growth',
  base: 'its own cost at 10',
  contenders,
  execArgv,
  cases: [
    ...[1000, 100_000].map((outstanding) => reply(outstanding, { isOwn: true }, constant)),
    reply(100_000, { isOwn: true, isAny: true }),
  ],
};
