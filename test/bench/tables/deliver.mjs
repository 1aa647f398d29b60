import { load } from '../lib/contenders.mjs';
import { flat, payloads } from '../lib/frames.mjs';
import { feeder, inPairs, sampler } from '../lib/measure.mjs';

/** Frame in, handlers called. */
async function prepare(name, { kind, shape, models, isMixed, isFunction, form }, settings) {
  const { contender, makeTargets, ticksOf } = await load(name, kind, { isFunction, form });
  const targets = makeTargets(models, isMixed);
  for (const target of targets) contender.listen('quote', target);
  const data = payloads(shape, kind === 'keyed' ? models : undefined);
  const feed = feeder(
    contender,
    data.map((one) => flat(contender.frame('quote', one))),
  );
  let fed = 0;
  const sample = await sampler(
    (count) => {
      fed += count;
      return feed(count);
    },
    // Long enough for garbage collections to be in every block.
    shape === 'small' ? settings : { ...settings, blockMs: settings.blockMs * 3 },
  );
  const check = () => {
    const expected = kind === 'keyed' ? fed : fed * models;
    const calls = ticksOf(targets);
    if (calls !== expected) throw new Error(`${name}: ${calls} calls in place of ${expected}`);
  };
  return { sample, check };
}

/** @param params `isTurned`: the contender's models are made first. At a thousand, those who come first are a fifth faster. */
export async function measure(params, name, settings) {
  const base = params.base ?? 'limit';
  const prepared = {};
  for (const one of params.isTurned ? [name, base] : [base, name]) prepared[one] = await prepare(one, params, settings);
  const figures = await inPairs(prepared[base].sample, prepared[name].sample, settings);
  for (const { check } of Object.values(prepared)) check();
  return figures;
}

const atMost = (bound) => ({ text: `≤ ${bound}`, isMet: (cells) => cells.package.median <= bound });
const oneModel = (label, shape) => ({ label, params: { kind: 'one', models: 1, shape }, target: atMost(1.05) });
const manyModels = (models, how, params, rest) => ({
  label: `${models.toLocaleString('en')} ${how}`,
  params: { kind: 'many', shape: 'small', models, ...params },
  ...rest,
});

export const one = {
  title: 'One type, one handler',
  cases: [
    oneModel('100 B', 'small'),
    oneModel('10 kB, nested lists', 'book'),
    oneModel('10 kB, list of objects', 'snapshot'),
  ],
};

const sizes = [100, 1000];

export const many = {
  title: 'One type, many models, 100 B',
  cases: [
    ...sizes.map((models) => manyModels(models, 'method names', {}, { target: atMost(1.3) })),
    ...sizes.map((models) => manyModels(models, 'functions', { isFunction: true }, { only: ['copy', 'package'] })),
    ...sizes.map((models) => manyModels(models, 'of 5 classes', { isMixed: true }, { only: ['copy', 'package'] })),
  ],
};

const nearCopy = {
  text: '≤ 1.1 × again',
  of: ['copy', 'package'],
  isMet: ({ copy, package: own }) => own.median <= 1.1 * copy.median,
};

export const keyed = {
  title: 'One model of N by its key, random keys, 100 B',
  cases: [1, 10, 100, 1000, 10_000, 100_000].map((models) => ({
    label: `N = ${models.toLocaleString('en')}`,
    params: { kind: 'keyed', shape: 'small', models },
    target: nearCopy,
    // A channel a key: it looks through all of them, and setting up so many takes longer than all the rest.
    except: models > 10_000 ? ['phoenix'] : [],
  })),
};

const asPlain = { text: '≤ 1.05', of: ['decorated'], isMet: (cells) => cells.decorated.median <= 1.05 };
const ofDecorated = (kind, models, form) => ({
  label: [kind === 'keyed' && 'keyed', form, `N = ${models.toLocaleString('en')}`].filter(Boolean).join(', '),
  params: { base: 'bound', shape: 'small', kind, models, form },
  target: asPlain,
});

export const decorated = {
  title: 'A message to N decorated models, beside the same bound by ws.bind, 100 B',
  base: 'ws.bind',
  takesTurns: true,
  contenders: ['again', 'decorated'],
  cases: [
    ofDecorated('one', 1),
    ofDecorated('one', 1, 'standard'),
    ...sizes.map((models) => ofDecorated('many', models)),
    ofDecorated('many', 1000, 'subclass'),
    ofDecorated('many', 1000, 'extended'),
    ...[1, ...sizes].map((models) => ofDecorated('keyed', models)),
  ],
};
