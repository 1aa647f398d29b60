import Backbone from 'backbone';
import $ from 'jquery';
import { inject } from 'vitest';
import { WSError } from '../../src/index.js';
import { flush, until } from '../support/until.js';
import { connect } from './connect.js';
import type { Behaviour } from './store.js';

Backbone.ajax = (settings: any) => $.ajax(settings);

export type Way = 'XHR' | 'socket';

/** Where a scenario plays: the same classes, whose `sync` goes one way or the other, and what is seen of them. */
export interface Stage {
  readonly Model: any;
  readonly Collection: any;
  /** Writes down all events of a resource, under this name. */
  watch<T extends Backbone.Model | Backbone.Collection>(name: string, resource: T): T;
  /** Options with callbacks that are written down; offline, they ask for a failure at once. */
  options(extra?: object): any;
  note(line: string): void;
  /** What the last call of `sync` returned. */
  readonly xhr: any;
  /** What the server was asked for until now. */
  log(): Promise<string[]>;
}

export interface Scenario {
  readonly name: string;
  /** What both ways must come to, as a part of a line of the trace. */
  readonly shows: string;
  /** @default 'answer' */
  readonly behaviour?: Behaviour | 'offline';
  act(stage: Stage): unknown;
  /** Goes on once the server has got the request. */
  later?(stage: Stage): void;
  /** @default once all that `sync` has returned is settled */
  isOver?(trace: string[]): boolean;
  /** What the socket's options have besides. */
  readonly overSocket?: object;
  /** It is aborted so early that the server may or may not have seen it. */
  readonly isEarly?: boolean;
}

let keys = 0;

/** What the server said, or that it has said nothing. What carries it differs; see the differences. */
function failure(error: any): string {
  const body = error instanceof WSError ? error.cause : error?.abort ? error.responseJSON : error;
  return body === undefined || (error instanceof WSError && error.code !== 'remote')
    ? 'no answer'
    : `refusal ${JSON.stringify(body)}`;
}

function createStage(way: Way, { behaviour = 'answer', overSocket }: Scenario) {
  const path = `/${way}-${++keys}`;
  const isOffline = behaviour === 'offline';
  const host = `127.0.0.1:${inject('storePort')}`;
  const at = isOffline ? '127.0.0.1:1' : `${host}${path}/${behaviour}`;
  const trace: string[] = [];
  const names = new Map<unknown, string>();
  const xhrs = new Set<any>();
  let settled = 0;
  const ws = way === 'socket' ? connect({ sync: 'request', retries: Infinity }, `ws://${at}`).ws : undefined;

  const show = (value: any): string => {
    const name = names.get(value);
    if (name) return name;
    if (value instanceof Backbone.Model) return `item ${value.id ?? 'without id'}`;
    if (typeof value?.abort === 'function') return 'xhr';
    if (!value?.isOptions && !value?.xhr) return JSON.stringify(value) ?? 'nothing';
    return value.textStatus ? `options with ${value.textStatus}` : 'options';
  };
  const note = (line: string): void => void trace.push(line);
  const track = (_: unknown, xhr: any): void => {
    if (xhrs.has(xhr)) return;
    const settle = () => ++settled;
    xhrs.add(xhr);
    xhr.then(settle, settle);
  };
  const initialize = function (this: any): void {
    ws?.bind(this, {});
    this.on('request', track);
  };
  const Model = Backbone.Model.extend({ urlRoot: `http://${at}/items`, initialize });

  const stage: Stage = {
    Model,
    Collection: Backbone.Collection.extend({ url: `http://${at}/items`, model: Model, initialize }),
    note,
    watch(name, resource) {
      names.set(resource, name);
      (resource as Backbone.Model).on('all', (event: string, first: unknown, second: unknown, ...rest: unknown[]) => {
        const last = event === 'error' ? failure(second) : show(second);
        note(`${name}: ${event}(${[show(first), last, ...rest.map(show)].join(', ')})`);
      });
      return resource;
    },
    options: (extra) => ({
      isOptions: true,
      ...(isOffline ? { offline: 'fail' } : {}),
      success: (...args: unknown[]) => note(`success(${args.map(show).join(', ')})`),
      error: (resource: unknown, resp: unknown, options: unknown) =>
        note(`error(${show(resource)}, ${failure(resp)}, ${show(options)})`),
      complete: (xhr: unknown, status: unknown) => note(`complete(${show(xhr)}, ${status})`),
      ...extra,
      ...(ws ? overSocket : {}),
    }),
    get xhr() {
      return [...xhrs].at(-1);
    },
    log: async () => (await fetch(`http://${host}${path}/log`)).json(),
  };
  const isSettled = () => settled === xhrs.size;
  return { stage, trace, names, show, isSettled, ready: isOffline ? undefined : ws?.ready };
}

/** Plays a scenario one way and gives all that was seen of it. */
export async function play(way: Way, scenario: Scenario): Promise<string[]> {
  const { act, later, isEarly } = scenario;
  const { stage, trace, names, show, isSettled, ready } = createStage(way, scenario);
  await ready;
  const returned: any = act(stage);
  stage.note(`returned ${show(returned)}`);
  if (typeof returned?.then === 'function') {
    returned.then(
      (value: unknown) => stage.note(`fulfilled with ${show(value)}`),
      (error: unknown) => stage.note(`rejected with ${failure(error)}`),
    );
  }
  if (later) {
    await until(async () => (await stage.log()).length > 0);
    later(stage);
  }
  await until(() => scenario.isOver?.(trace) ?? isSettled());
  await flush();
  await flush();
  for (const [resource, name] of names) stage.note(`${name} is ${JSON.stringify(resource)}`);
  for (const line of isEarly ? [] : await stage.log()) stage.note(`the server saw ${line}`);
  return trace;
}
