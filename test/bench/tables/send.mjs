import { load } from '../lib/contenders.mjs';
import { payloads } from '../lib/frames.mjs';
import { inPairs, sampler } from '../lib/measure.mjs';

const batch = 32;

/** A payload in, a frame on the socket. */
async function prepare(name, { shape, isTyped }, settings) {
  const { contender } = await load(name, 'send');
  const send = (isTyped && contender.sendTyped) || contender.send;
  const list = payloads(shape);
  const mask = list.length - 1;
  let next = 0;
  const run = (count) => {
    for (const end = next + count; next < end; next++) send('subscribe', list[next & mask]);
  };
  const runAsync = async (count) => {
    for (let left = count; left > 0; left -= batch) {
      run(Math.min(left, batch));
      await null;
    }
  };
  const before = contender.socket.sent;
  const sample = await sampler(contender.isAsync ? runAsync : run, settings);
  if (contender.socket.sent === before) throw new Error(`${name}: nothing was sent`);
  return sample;
}

export async function measure(params, name, settings) {
  const limit = await prepare('limit', params, settings);
  const other = await prepare(name, params, settings);
  return inPairs(limit, other, settings);
}

const target = { text: '≤ 1.05', isMet: (cells) => cells.package.median <= 1.05 };
const both = ['copy', 'package'];

export const send = {
  title: 'Send, against JSON.stringify and socket.send',
  contenders: ['copy', 'package', 'reconnecting', 'phoenix', 'socketio'],
  cases: [
    { label: 'send(message), 100 B', params: { shape: 'small' }, target },
    { label: 'send(message), 10 kB', params: { shape: 'snapshot' }, target },
    { label: 'send(type, data), 100 B', params: { shape: 'small', isTyped: true }, only: both, target },
    { label: 'send(type, data), 10 kB', params: { shape: 'snapshot', isTyped: true }, only: both, target },
  ],
};
