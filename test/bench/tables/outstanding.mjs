import { load } from '../lib/contenders.mjs';
import { flat, payloads } from '../lib/frames.mjs';
import { heap } from '../lib/measure.mjs';

const rounds = 7;

/** Many requests are made, then all have their replies; the first round also makes what stays for good, code above all. */
export async function measure({ outstanding }, name) {
  const { contender } = await load(name, 'requests');
  const [data] = payloads('small');
  const result = { waiting: { a: [], b: [] }, left: { a: [], b: [] } };
  let asked = 0;
  let settled = 0;
  const settle = () => settled++;
  for (let round = 0; round < rounds; round++) {
    const empty = heap();
    for (let i = 0; i < outstanding; i++) contender.request(data).then(settle);
    await new Promise(setImmediate);
    const full = heap();
    for (const end = asked + outstanding; asked < end; asked++) {
      contender.receive({ type: 'message', data: flat(contender.replyTo(asked, data)) });
    }
    await new Promise(setImmediate);
    if (settled !== asked) throw new Error(`${name}: ${settled} replies in place of ${asked}`);
    const after = heap();
    if (round === 0) continue;
    result.waiting.b.push((full - empty) / outstanding);
    result.left.b.push((after - empty) / outstanding);
  }
  return result;
}

const outstanding = 100_000;
// Less than a byte for each of many is what the garbage collector does of its own accord.
const left = { text: '0: ≤ 1 B', isMet: (cells) => cells.package.b <= 1 };

export const memory = {
  title: 'Bytes for each request that waits, and what is left of them after the replies',
  unit: 'B',
  // phoenix looks through all that wait at each reply: it would take hours.
  contenders: ['copy', 'package', 'socketio'],
  figures: { waiting: 'waiting', left: 'left' },
  execArgv: ['--expose-gc'],
  cases: [{ label: `N = ${outstanding.toLocaleString('en')}`, params: { outstanding }, targets: { left } }],
};
