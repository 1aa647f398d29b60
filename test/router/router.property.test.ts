import Backbone from 'backbone';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { ownProperties } from '../support/resources.js';

const count = 5;
const events = ['ws:message:quote', 'ws:message:halted', 'ws:message'];
const keys = ['A', 'B', null];
const ways = ['unbind', 'stopListening', 'destroy'] as const;
const deeds = ['nothing', 'throw', 'unbind itself', 'unbind the next', 'bind the next', 'unbind all'] as const;

type Deed = (typeof deeds)[number];
type Step =
  | { do: 'bind'; who: number; event: string; deed: Deed; keyed: boolean }
  | { do: 'bind every'; who: number }
  | { do: 'unbind'; who: number; way: (typeof ways)[number] }
  | { do: 'set'; who: number; key: string | null }
  | { do: 'message'; event: string; key: string | null };

/** What a router does, in the fewest words: every binding in one list, looked through for every message. */
class Reference {
  bindings: { who: number; event: string; deed: Deed | 'every'; keyed: boolean }[] = [];
  readonly keys = new Map<number, string | null>();
  log: string[] = [];

  bind(who: number, event: string, deed: Deed | 'every', keyed: boolean): void {
    const same = (b: (typeof this.bindings)[number]) =>
      b.who === who && b.event === event && b.deed === deed && b.keyed === keyed;
    if (!this.bindings.some(same)) this.bindings.push({ who, event, deed, keyed });
  }

  unbind(who: number): void {
    this.bindings = this.bindings.filter((binding) => binding.who !== who);
  }

  message(typed: string, key: string | null): void {
    for (const event of [typed, 'ws:message']) {
      const matching = this.bindings.filter(
        (b) =>
          (b.event === event || b.deed === 'every') && (!b.keyed || (key !== null && this.keys.get(b.who) === key)),
      );
      for (const binding of matching) if (this.bindings.includes(binding)) this.run(binding.who, binding.deed, event);
    }
  }

  run(who: number, deed: Deed | 'every', event: string): void {
    const next = (who + 1) % count;
    this.log.push(`${who} ${deed} ${event}`);
    if (deed === 'throw') this.log.push('error');
    else if (deed === 'unbind itself') this.unbind(who);
    else if (deed === 'unbind the next') this.unbind(next);
    else if (deed === 'bind the next') this.bind(next, event, 'nothing', false);
    else if (deed === 'unbind all') this.bindings = [];
  }
}

/** The same with a connection. */
class Real {
  readonly FakeWebSocket = createFakeWebSocket();
  readonly ws = new WS('ws://server/', { WebSocket: this.FakeWebSocket, keepOpen: true });
  readonly models: Backbone.Model[] = Array.from({ length: count }, (_, who) => new Backbone.Model({ who }));
  readonly handlers = new Map<string, (this: Backbone.Model) => void>();
  log: string[] = [];

  constructor() {
    this.FakeWebSocket.last.server.accept();
    this.ws.on('ws:error', () => this.log.push('error'));
    for (const event of events) {
      for (const model of this.models) model.on(event, () => this.log.push(`${model.get('who')} every ${event}`));
      for (const deed of deeds) this.handlers.set(deed + event, this.handler(deed, event));
    }
  }

  handler(deed: Deed, event: string): (this: Backbone.Model) => void {
    const { ws, models, handlers, log } = this;
    return function () {
      const who: number = this.get('who');
      const next = models[(who + 1) % count]!;
      log.push(`${who} ${deed} ${event}`);
      if (deed === 'throw') throw new Error(deed);
      else if (deed === 'unbind itself') ws.unbind(this);
      else if (deed === 'unbind the next') ws.unbind(next);
      else if (deed === 'bind the next') ws.bind(next, { [event]: handlers.get(`nothing${event}`)! });
      else if (deed === 'unbind all') ws.unbindAll();
    };
  }

  unbind(who: number, way: (typeof ways)[number]): void {
    const model = this.models[who]!;
    if (way === 'unbind') this.ws.unbind(model);
    else if (way === 'stopListening') model.stopListening();
    else model.trigger('destroy', model);
  }
}

function take(step: Step, real: Real, reference: Reference): void {
  if (step.do === 'bind') {
    const options = step.keyed ? { match: 'key' } : {};
    const handler = real.handlers.get(step.deed + step.event)!;
    real.ws.bind(real.models[step.who]!, { [step.event]: handler }, options);
    reference.bind(step.who, step.event, step.deed, step.keyed);
  } else if (step.do === 'bind every') {
    real.ws.bind(real.models[step.who]!);
    reference.bind(step.who, '', 'every', false);
  } else if (step.do === 'unbind') {
    real.unbind(step.who, step.way);
    reference.unbind(step.who);
  } else if (step.do === 'set') {
    real.models[step.who]!.set('key', step.key);
    reference.keys.set(step.who, step.key);
  } else {
    const { event, key } = step;
    const type = event.split(':')[2];
    real.FakeWebSocket.last.server.send(JSON.stringify({ type, data: { key } }));
    reference.message(event, key);
  }
}

const who = fc.nat(count - 1);
const key = fc.constantFrom(...keys);
const anyBind = fc.record({
  do: fc.constant('bind' as const),
  who,
  event: fc.constantFrom(...events),
  deed: fc.oneof({ weight: 3, arbitrary: fc.constant('nothing' as const) }, fc.constantFrom(...deeds)),
  keyed: fc.boolean(),
});
const anyMessage = fc.record({
  do: fc.constant('message' as const),
  event: fc.constantFrom(...events.slice(0, 2)),
  key,
});
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: anyBind },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bind every' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unbind' as const), who, way: fc.constantFrom(...ways) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('set' as const), who, key }) },
  { weight: 5, arbitrary: anyMessage },
);

it('runs the handlers that a list and a filter would run, in the same order, whatever happens', () => {
  let ran = 0;
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 60, size: 'max' }), (steps) => {
      const [real, reference] = [new Real(), new Reference()];
      for (const step of steps) {
        take(step, real, reference);
        expect(real.log).toEqual(reference.log);
        ran += reference.log.length;
        real.log.length = reference.log.length = 0;
        const bound = new Set(reference.bindings.map((binding) => binding.who));
        expect(new Set(real.ws.resources.map((model: any) => model.get('who')))).toEqual(bound);
      }
      real.ws.destroy();
    }),
    { numRuns: 400 },
  );
  // Steps that never meet would prove nothing.
  expect(ran).toBeGreaterThan(2000);
});

it('leaves nothing behind once all is unbound, whatever happened before', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40, size: 'max' }), (steps) => {
      const [real, reference] = [new Real(), new Reference()];
      const before = real.models.map(ownProperties);
      for (const step of steps) if (step.do !== 'set') take(step, real, reference);
      real.ws.unbindAll();
      real.log.length = 0;
      for (const event of events) for (const k of keys) take({ do: 'message', event, key: k }, real, new Reference());
      expect(real.log).toEqual([]);
      expect(real.ws.resources).toEqual([]);
      expect(real.models.map(ownProperties)).toEqual(before);
      real.ws.destroy();
    }),
    { numRuns: 200 },
  );
});
