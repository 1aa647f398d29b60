import Backbone from 'backbone';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { ownProperties } from '../support/resources.js';

const count = 3;
const which = fc.nat(count - 1);
const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('bind' as const), which, keyed: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('unbind' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stopListening' as const, 'destroy' as const) }) },
);
const owns = fc.record({ send: fc.boolean(), stopListening: fc.boolean(), listener: fc.boolean() });

it('a resource of several connections sends by the last one that has it, and is at last as it was', () => {
  fc.assert(
    fc.property(owns, fc.array(anyStep, { maxLength: 20, size: 'max' }), (own, steps) => {
      const FakeWebSocket = createFakeWebSocket();
      const connections = Array.from({ length: count }, () => {
        return new WS('ws://server/', { WebSocket: FakeWebSocket, keepOpen: true, sync: true });
      });
      for (const { server } of FakeWebSocket.sockets) server.accept();
      const resource: any = new Backbone.Model({ id: 1 });
      if (own.send) resource.send = () => 'own';
      if (own.stopListening) resource.stopListening = Backbone.Model.prototype.stopListening;
      if (own.listener) resource.on('change', () => {});
      const before = ownProperties(resource);
      /** The connections that have it, in the order of binding. */
      let bound: number[] = [];

      for (const step of steps) {
        if (step.do === 'bind') {
          const options = step.keyed ? { match: 'id' } : {};
          connections[step.which]!.bind(resource, { 'ws:message:quote': 'set' }, options);
          if (!bound.includes(step.which)) bound.push(step.which);
        } else if (step.do === 'unbind') {
          connections[step.which]!.unbind(resource);
          bound = bound.filter((i) => i !== step.which);
        } else {
          if (step.do === 'destroy') resource.trigger('destroy', resource);
          else resource.stopListening();
          bound = [];
        }
        expect(connections.flatMap(({ resources }, i) => (resources[0] ? [i] : []))).toEqual([...bound].sort());
        if (!bound.length) expect(ownProperties(resource)).toEqual(before);
        else {
          const sent = () => FakeWebSocket.sockets.map((socket) => socket.sent.length);
          const [last, counts] = [bound.at(-1), sent()];
          resource.send('x');
          resource.save();
          expect(sent()).toEqual(counts.map((sentBefore, i) => sentBefore + (i === last ? 2 : 0)));
        }
      }
      for (const ws of connections) ws.destroy();
      expect(ownProperties(resource)).toEqual(before);
    }),
    { numRuns: 300 },
  );
});
