import type { Scenario, Stage } from './sync-stage.js';

type Outcome = Pick<Scenario, 'behaviour' | 'shows' | 'later'> & { readonly outcome: string };

const outcomes: Outcome[] = [
  { outcome: 'success', shows: 'success(' },
  { outcome: 'failure', behaviour: 'refuse', shows: 'refusal {"message":"refused","fields":["name"]}' },
  {
    outcome: 'abort',
    behaviour: 'hang',
    shows: 'options with abort',
    later(stage) {
      stage.xhr.abort();
      stage.note('abort() has returned');
    },
  },
  { outcome: 'offline', behaviour: 'offline', shows: 'no answer, options with error' },
];

export const one = { id: 1, name: 'one', rev: 1 };

const modelActs: { [method: string]: (stage: Stage, extra: object) => unknown } = {
  create: (stage, extra) => make(stage, { name: 'a' }).save({ name: 'b' }, stage.options(extra)),
  update: (stage, extra) => make(stage).save({ name: 'b' }, stage.options(extra)),
  patch: (stage, extra) => make(stage).save({ name: 'b' }, stage.options({ patch: true, ...extra })),
  delete: (stage, extra) => make(stage).destroy(stage.options(extra)),
};

export const make = ({ Model, watch }: Stage, attributes: object = one) => watch('model', new Model(attributes));

export const makeOf = (stage: Stage, members: object, attributes: object = one) =>
  make({ ...stage, Model: stage.Model.extend(members) }, attributes);

/** A list of two that are on the server, the first of them under another name. */
export const makeList = ({ Collection, watch }: Stage) =>
  watch(
    'list',
    new Collection([
      { ...one, name: 'old' },
      { id: 7, name: 'unknown' },
    ]),
  ) as any;

const listActs: { [name: string]: (stage: Stage, extra: object) => unknown } = {
  create: (stage, extra) => makeList(stage).create({ name: 'a' }, stage.options(extra)),
  update: (stage, extra) => makeList(stage).get(1).save({ name: 'b' }, stage.options(extra)),
  patch: (stage, extra) =>
    makeList(stage)
      .get(1)
      .save({ name: 'b' }, stage.options({ patch: true, ...extra })),
  delete: (stage, extra) => makeList(stage).get(1).destroy(stage.options(extra)),
};

const writes = (what: string, acts: typeof modelActs): Scenario[] =>
  Object.entries(acts).flatMap(([method, act]) =>
    [false, true].flatMap((wait) =>
      outcomes.map(({ outcome, ...rest }) => ({
        ...rest,
        name: `${what}: ${method}${wait ? ', wait' : ''}: ${outcome}`,
        act: (stage: Stage) => act(stage, wait ? { wait } : {}),
      })),
    ),
  );

const reads = (what: string, act: (stage: Stage, extra: object) => unknown, extras: object[]): Scenario[] =>
  extras.flatMap((extra) =>
    outcomes.map(({ outcome, ...rest }) => ({
      ...rest,
      name: [`${what}: read`, ...Object.entries(extra).map((entry) => entry.join(' ')), outcome].join(': '),
      act: (stage: Stage) => act(stage, extra),
    })),
  );

/** Every method × `wait` × every outcome, of a model alone and of a collection. */
export const matrix: Scenario[] = [
  ...reads('model', (stage, extra) => make(stage).fetch(stage.options(extra)), [{}]),
  ...writes('model', modelActs),
  ...reads('collection', (stage, extra) => makeList(stage).fetch(stage.options(extra)), [
    {},
    { reset: true },
    { add: false },
    { merge: false },
    { remove: false },
  ]),
  ...writes('collection', listActs),
];
