import { load } from '../lib/contenders.mjs';
import { flat, payloads } from '../lib/frames.mjs';
import { inPairs, timed } from '../lib/measure.mjs';

/**
 * N requests wait; the oldest gets its reply, another is sent, and so on. Each reply is awaited, as each frame of a real socket
 * is a task of its own. Frames are made before, as that is the server's work, and grow old before, as it is its garbage.
 */
async function prepare(name, { outstanding }, { warmMs, blockMs }) {
  const { contender } = await load(name, 'requests');
  const [data] = payloads('small');
  let replied = 0;
  let settled = 0;
  const settle = () => settled++;
  const ask = () => contender.request(data).then(settle);
  for (let i = 0; i < outstanding; i++) ask();

  const trips = async (frames) => {
    for (const frame of frames) {
      contender.receive(frame);
      while (settled === replied) await null;
      replied++;
      ask();
    }
  };
  const sample = (count) => {
    const toFrame = (_, i) => ({ type: 'message', data: flat(contender.replyTo(replied + i, data)) });
    const frames = Array.from({ length: count }, toFrame);
    globalThis.gc({ type: 'minor' });
    globalThis.gc({ type: 'minor' });
    return timed(() => trips(frames), count);
  };
  let count = 1;
  for (const end = performance.now() + warmMs; performance.now() < end; ) {
    // Long enough for garbage collections to be in every block.
    if ((await sample(count)) * count < 8e6 * blockMs) count *= 2;
  }
  return async () => ({ time: await sample(count) });
}

export async function measure(params, name, settings) {
  const limit = await prepare('limit', params, settings);
  const other = await prepare(name, params, settings);
  return inPairs(limit, other, settings);
}

const target = {
  text: '≤ 1.1 × the others',
  of: ['package', 'phoenix', 'socketio'],
  isMet: (cells) => cells.package.median <= 1.1 * Math.min(cells.phoenix.median, cells.socketio.median),
};

export const roundTrip = {
  title: 'Request and reply while N requests wait, 100 B',
  contenders: ['copy', 'package', 'phoenix', 'socketio'],
  execArgv: ['--expose-gc'],
  cases: [1, 1000].map((outstanding) => ({
    label: `N = ${outstanding.toLocaleString('en')}`,
    params: { outstanding },
    target,
  })),
};
