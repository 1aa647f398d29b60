import { expect, it } from 'vitest';
import { EVENTS } from './events.js';
import { playAll, tableOf } from './play.js';

const runs = 10_000;
const seed = 5;

/** What has to have occurred, because what has not is not proved. */
const kinds = [
  ...EVENTS,
  ...['fetch', 'failed fetch', 'aborted fetch', 'hello', 'resume', 'since'],
  ...['subscribe', 'subscribeMany', 'unsubscribe'],
  ...['fulfilled', 'timeout', 'connection-lost', 'closed', 'destroyed', 'dropped'].map((end) => `save ${end}`),
  'last resource goes while something is saved',
  ...['decoded late', 'rest', 'opened by use', 'opened by bind', 'last resource goes'],
  ...['fulfilled', 'timeout', 'connection-lost', 'closed', 'destroyed'].map((end) => `expectation ${end}`),
  ...['subscription sent again', 'request sent again', 'message handed'],
  ...['coalesced', 'destroyed', 'expired', 'overflow'].map((reason) => `message dropped: ${reason}`),
  ...['fulfilled', 'remote', 'timeout', 'aborted', 'connection-lost', 'closed', 'destroyed'].map(
    (end) => `request ${end}`,
  ),
  ...['timeout', 'aborted', 'connection-lost', 'closed', 'destroyed', 'not-open', 'dropped', 'outbox-full'].map(
    (end) => `request ${end}, not sent`,
  ),
];

it('arrives at what the server has, and leaves nothing, whatever happens in 10,000 random schedules', async () => {
  console.info(`Model test: seed ${seed}, ${runs} schedules. For more: npm run test:model -- --runs 200000 --seed 1`);
  const { failure, tally } = await playAll({ runs, seed });
  console.info(tableOf(tally));
  expect(failure ?? 'all went well').toBe('all went well');
  expect(kinds.filter((kind) => !tally.has(kind))).toEqual([]);
}, 300_000);
