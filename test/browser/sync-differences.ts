import { WSError } from '../../src/index.js';
import { make } from './sync-matrix.js';
import type { Scenario, Stage } from './sync-stage.js';

/** Where the ways differ and are meant to: each tells so in lines that begin with `>`. */
export interface Difference extends Omit<Scenario, 'shows'> {
  readonly xhr: string[];
  readonly socket: string[];
  readonly reason: string;
}

const tell = (stage: Stage, ...words: unknown[]) =>
  stage.note(['>', ...words.map((word) => (typeof word === 'string' ? word : nameOf(word)))].join(' '));

const nameOf = (value: any): string => {
  if (value instanceof WSError) return `WSError ${value.code}`;
  if (typeof value?.getResponseHeader === 'function') return `jqXHR ${value.status} ${value.responseText ?? ''}`.trim();
  return JSON.stringify(value) ?? 'undefined';
};

const resp = (stage: Stage) => ({ error: (_: unknown, what: unknown) => tell(stage, what) });
const errorThrown = (stage: Stage) => ({
  error: (_: unknown, __: unknown, options: any) => tell(stage, options.textStatus, options.errorThrown),
});
const refusal = '{"message":"refused","fields":["name"]}';

export const differences: Difference[] = [
  {
    name: 'resp of an error that the server has answered with',
    behaviour: 'refuse',
    act: (stage) => void make(stage).fetch(stage.options(resp(stage))),
    xhr: [`> jqXHR 422 ${refusal}`],
    socket: [`> ${refusal}`],
    reason: 'an error reply has no status and no headers: it is the error; over XHR it is in resp.responseJSON',
  },
  {
    name: 'resp of an error without an answer',
    behaviour: 'offline',
    act: (stage) => void make(stage).fetch(stage.options(resp(stage))),
    xhr: ['> jqXHR 0'],
    socket: ['> WSError not-open'],
    reason: 'the WSError says in `code` why, and in `sent` whether the server may have it; an XHR has status 0',
  },
  {
    name: 'options.errorThrown',
    behaviour: 'refuse',
    act: (stage) => void make(stage).fetch(stage.options(errorThrown(stage))),
    xhr: ['> error Unprocessable Entity'],
    socket: ['> error WSError remote'],
    reason: 'a socket has no status line',
  },
  {
    name: 'what the promise is rejected with',
    behaviour: 'refuse',
    act: (stage) =>
      void make(stage)
        .fetch()
        .then(undefined, (error: unknown) => tell(stage, error)),
    xhr: [`> jqXHR 422 ${refusal}`],
    socket: ['> WSError remote'],
    reason: 'a rejection should be an Error; `cause` is the error of the server',
  },
  {
    name: 'the promise',
    act(stage) {
      const promise = make(stage).fetch();
      tell(stage, typeof promise.done, typeof promise.getResponseHeader, typeof promise.finally);
    },
    xhr: ['> function function undefined'],
    socket: ['> undefined undefined function'],
    reason: 'it is a Promise with abort(), not a jqXHR',
  },
  {
    name: 'abort with a text',
    behaviour: 'hang',
    isEarly: true,
    act: (stage) =>
      void make(stage)
        .fetch(stage.options(errorThrown(stage)))
        .abort('enough'),
    xhr: ['> enough enough'],
    socket: ['> abort WSError aborted'],
    reason:
      'the argument is the reason, as of an AbortController: the `cause` of the error; textStatus is always abort',
  },
  {
    name: 'no connection',
    behaviour: 'offline',
    act: (stage) => {
      const options = { ...errorThrown(stage), offline: 'wait', timeout: 50, timeoutMs: 50 };
      make(stage).fetch(stage.options(options));
    },
    xhr: ['> error '],
    socket: ['> timeout WSError timeout'],
    reason: 'it waits for the connection; with `offline: "fail"` it fails at once, as an XHR',
  },
  {
    name: 'two saves of a new model',
    act(stage) {
      const model = make(stage, { name: 'a' });
      model.save();
      model.save();
    },
    xhr: ['the server saw create all {"name":"a"}', 'the server saw create all {"name":"a"}'],
    socket: ['the server saw create all {"name":"a"}', 'the server saw update 10 {"name":"a"}'],
    reason: 'the writes of one model go one after the other, so the second knows the id; XHRs race each other',
  },
  {
    name: 'a callback that throws',
    act(stage) {
      const listen = (event: ErrorEvent) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        removeEventListener('error', listen, { capture: true });
        tell(stage, 'reported to the page');
      };
      addEventListener('error', listen, { capture: true });
      const success = () => {
        throw new Error('from a callback');
      };
      make(stage).fetch(stage.options({ success, complete: () => tell(stage, 'complete') }));
    },
    isOver: (trace) => trace.some((line) => line.startsWith('>')),
    xhr: ['> reported to the page'],
    socket: ['> complete'],
    reason: 'the error event of the connection is told, and the rest goes on; jQuery calls nobody any more',
  },
  {
    name: 'second argument of beforeSend',
    act(stage) {
      const beforeSend = (_: unknown, settings: any) => tell(stage, settings.type);
      make(stage).fetch(stage.options({ beforeSend }));
    },
    xhr: ['> GET'],
    socket: ['> undefined'],
    reason:
      'the options: there is no URL, header, data type or status to be set, nor are the global events of ajax told',
  },
];
