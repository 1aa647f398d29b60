import { load } from '../lib/contenders.mjs';
import { heap } from '../lib/measure.mjs';
import { Quote } from '../lib/model.mjs';

const rounds = 6;
const count = 100_000;
const symbols = Array.from({ length: count }, (_, i) => `S${i}`);

/** How many tables of routes these models have, as a connection reads them. */
function countTables(models) {
  const read = globalThis[Symbol.for('backbone.ws/reader')];
  return new Set(models.map((model) => read(model, 'ws:').rules)).size;
}

/** Bytes for each of many models, and what `use` says of them. */
function weigh(make, use) {
  const before = heap();
  const models = symbols.map(make);
  const each = (heap() - before) / count;
  return { each, ...use?.(models, () => (heap() - before) / count) };
}

/**
 * A decorated class binds when it constructs, so what being bound adds is told from as many models that nobody binds. The first
 * round also makes what stays for good.
 */
export async function measure({ handlers }, name) {
  const { contender } = await load(name, 'bind', { handlers });
  const figures = {};
  const add = (figure, bytes) => (figures[figure] ??= { a: [], b: [] }).b.push(bytes);
  for (let round = 0; round < rounds; round++) {
    const plain = weigh((symbol) => new Quote({ symbol })).each;
    const { each, left, tables } = weigh(contender.make, (models, again) => {
      if (contender.drop) return contender.drop();
      const tables = name === 'decorated' ? countTables(models) : undefined;
      for (const model of models) contender.unbind({ model });
      return { left: again(), tables };
    });
    if (round === 0) continue;
    add('bound', each - plain);
    if (left !== undefined) add('left', left - plain);
    if (tables !== undefined) add('tables', tables);
  }
  return figures;
}

/** Half of what 0.4.0 itself was measured to take. */
const halfOf = (measured) => {
  const most = Math.floor(measured / 2);
  return {
    text: `≤ ${most} B, ½ of 0.4.0's ${measured}`,
    of: ['decorated'],
    isMet: ({ decorated }) => decorated.b <= most,
  };
};
/** Where it was not measured, half of what stands for it. */
const halfOfClosures = {
  text: '≤ ½ closures',
  of: ['decorated', 'listeners'],
  isMet: ({ decorated, listeners }) => decorated.b <= listeners.b / 2,
};
const rest = {
  left: {
    text: '≤ ws.bind + 1 B',
    of: ['decorated', 'bound'],
    isMet: ({ decorated, bound }) => decorated.b <= bound.b + 1,
  },
  tables: { text: '1', of: ['decorated'], isMet: ({ decorated }) => decorated.bGreatest === 1 },
};

export const instances = {
  title: `Bytes that being bound adds to each of ${count.toLocaleString('en')} instances, and the tables of routes they have`,
  unit: 'B',
  contenders: ['decorated', 'bound', 'listeners'],
  figures: { bound: 'bound', left: 'left', tables: 'tables' },
  execArgv: ['--expose-gc'],
  cases: [
    { label: 'one handler', params: { handlers: 'one' }, targets: { bound: halfOf(670), ...rest } },
    { label: 'one handler, keyed', params: { handlers: 'keyed' }, targets: { bound: halfOf(927), ...rest } },
    { label: 'three handlers, one keyed', params: { handlers: 'three' }, targets: { bound: halfOfClosures, ...rest } },
  ],
};
