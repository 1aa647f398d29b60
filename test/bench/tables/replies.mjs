import { load } from '../lib/contenders.mjs';
import { flat, payloads } from '../lib/frames.mjs';
import { feeder, inPairs, sampler, timed } from '../lib/measure.mjs';

const batch = 400;

/**
 * N wait for replies of types of their own. Then, again and again: a batch of others asks, and gets its replies; messages
 * come that nobody waits for.
 */
async function prepare(name, outstanding, settings) {
  const { contender, makeTargets } = await load(name, 'replies');
  const [data] = payloads('small');
  for (let i = 0; i < outstanding; i++) contender.ask();
  contender.listen('quote', makeTargets(1)[0]);

  let settled = 0;
  const settle = () => settled++;
  const replies = async () => {
    const frames = [];
    for (let i = 0; i < batch; i++) {
      const asked = contender.ask();
      asked.promise.then(settle);
      frames.push({ type: 'message', data: flat(contender.reply(asked, data)) });
    }
    // What asking has left to do is not the reply's.
    await new Promise(setImmediate);
    const goal = settled + batch;
    return timed(async (n) => {
      for (let i = 0; i < n; i++) contender.receive(frames[i]);
      while (settled < goal) await null;
    }, batch);
  };
  for (const end = performance.now() + settings.warmMs; performance.now() < end; ) await replies();

  const feed = feeder(
    contender,
    payloads('small').map((one) => flat(contender.frame('quote', one))),
  );
  const other = await sampler(feed, { ...settings, blockMs: settings.blockMs / 4 }, 'other');
  return async () => ({ reply: await replies(), ...(await other()) });
}

export async function measure({ outstanding }, name, settings) {
  const limit = await prepare('limit', outstanding, settings);
  const other = await prepare(name, outstanding, settings);
  return inPairs(limit, other, { ...settings, pairs: settings.pairs });
}

export const replies = {
  title: 'A reply while N others are awaited, and a message that none of them waits for',
  figures: { reply: 'reply', other: 'message' },
  cases: [10, 100, 1000, 10_000].map((outstanding) => ({
    label: `N = ${outstanding.toLocaleString('en')}`,
    params: { outstanding },
  })),
  growth: 1.25,
};
