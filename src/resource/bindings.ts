import type { BindOptions, Resource } from '../../types/resource.js';
import { misuse } from '../errors.js';
import { deliver, innermost } from '../router/deliver.js';
import { Binding, type Owner } from './binding.js';
import type { Bus } from './bus.js';
import { declaredBy } from './declared.js';
import { toRules } from './events.js';
import type { Wants } from './wants.js';

/** The connection as its bindings see it. */
export interface Host {
  readonly isOpen: boolean;
}

/** The bindings of every connection that has some. */
const busy = /* @__PURE__ */ new Set<Map<Resource, Binding>>();

/**
 * The resources of one connection. Adding and removing one cost the same however many there are.
 *
 * @param lent what a bound resource is given
 * @param defaults under which name it gets its `send`, and whether it gets a `sync`, unless its class says
 * @param onIdle called when the last resource is gone
 */
export function createBindings(
  bus: Bus,
  host: Host,
  lent: { readonly send: unknown; readonly sync: unknown },
  defaults: { readonly sendAttribute: string; readonly sync: unknown },
  wants: Wants,
  onIdle: () => void,
) {
  const { router } = bus;
  /** By name. Those names are in use that some resource had. */
  const gifts: { [name: string]: unknown } = {};
  const names: string[] = [];
  const all = new Map<Resource, Binding>();
  /** Bound to what is being destroyed. */
  let leaving = new Set<Resource>();

  const restore = (object: any, name: string, { covered }: Binding): void => {
    if (object[name] !== gifts[name]) return;
    if (covered && name in covered) object[name] = covered[name];
    else delete object[name];
  };

  /** Leaves the resource as it was. A stranger changes nothing. */
  const unbind = (resource: Resource): void => {
    const binding = all.get(resource);
    if (!binding) return;
    // What goes with the end of all is no reason for another end.
    const isLast = !leaving.delete(resource) && all.size - leaving.size === 1;
    all.delete(resource);
    binding.clear();
    // In the opposite order: properties that go as they came leave no trace in the object's layout.
    for (let i = names.length; i--; ) restore(resource, names[i]!, binding);
    binding.stop();
    wants.remove(resource);
    // Another connection may have covered what this one gave, and would give it back one day.
    if (busy.size > 1) {
      for (const { covered } of [...busy].flatMap((other) => other.get(resource) ?? [])) {
        if (!covered) continue;
        for (const name of names) restore(covered, name, binding);
        if (!binding.covered?._events) delete covered._events;
      }
    }
    if (!all.size) busy.delete(all);
    if (isLast) onIdle();
  };
  const owner: Owner = { router, unbind, changed: wants.update };

  /** A view that is removed calls it, and so does `model.destroy()`. */
  const stopListening = function (
    this: Resource,
    other?: unknown,
    names?: string | object,
    callback?: unknown,
  ): Resource {
    const binding = all.get(this);
    const own = (binding?.covered?.stopListening ?? Object.getPrototypeOf(this).stopListening) as typeof unbind;
    (own as any).call(this, other, names, callback);
    if (binding && (!other || other === host)) {
      const pairs: [any, unknown][] = Object(names) === names ? Object.entries(names as object) : [[names, callback]];
      for (const [name, own] of pairs) {
        const events = name?.split(/\s+/);
        binding.remove(({ home, handler: outer }) => {
          const handler = innermost(outer);
          const method = typeof handler === 'string' || typeof handler === 'symbol' ? (this as any)[handler] : handler;
          return (!events || events.includes(home.topic)) && (!own || method === own);
        });
      }
      if (!binding.slots[0]) unbind(this);
    }
    return this;
  };

  const give = (resource: any, name: string, gift: unknown, binding: Binding): void => {
    if (!names.includes(name)) names.push(name);
    gifts[name] = gift;
    if (Object.hasOwn(resource, name)) (binding.covered ??= {})[name] = resource[name];
    resource[name] = gift;
  };

  return {
    get resources(): Resource[] {
      return [...all.keys()];
    },

    /** The events that a resource takes; empty for all of them. */
    topicsOf: (resource: Resource): string[] => (all.get(resource)?.slots ?? []).map(({ home }) => home.topic),

    get size(): number {
      return all.size;
    },

    unbind,

    /** Lets all go that are bound now, once they have been told of it; who is bound again by then stays. */
    clear(tell: () => void): void {
      leaving = new Set(all.keys());
      tell();
      for (const resource of leaving) unbind(resource);
    },

    /**
     * @throws WSError `bad-resource`, `bad-events`, `bad-option`, `bad-argument`; nothing is bound then
     */
    bind(resource: Resource, events?: object | null, options?: BindOptions): void {
      if (typeof resource?.listenTo !== 'function' || typeof resource.on !== 'function') {
        const expected = 'a model, a collection, a view, or an object extended with Backbone.Events';
        throw misuse('bad-resource', 'bind:', expected, resource);
      }
      if (leaving.has(resource)) unbind(resource);
      const declared = declaredBy(resource, bus.prefix);
      const rules = toRules(router, resource, events, options?.match, declared);
      const changes = wants.add(resource, options, declared);
      let binding = all.get(resource);
      if (!binding) {
        all.set(resource, (binding = new Binding(resource, owner)));
        busy.add(all);
        const sendAttribute = declared?.sendAttribute ?? defaults.sendAttribute;
        if (sendAttribute) give(resource, sendAttribute, lent.send, binding);
        if (declared?.sync ?? defaults.sync) give(resource, 'sync', lent.sync, binding);
        give(resource, 'stopListening', stopListening, binding);
      }
      // Who comes while the connection is open has missed its `open`.
      const open = `${bus.prefix}open`;
      const late = binding.add(wants.wrap(resource, rules)).filter(({ home }) => home.topic === open || !home.topic);
      binding.follow(changes);
      if (!late[0] || !host.isOpen) return;
      queueMicrotask(() => {
        if (host.isOpen) deliver(late, open, [{ reopened: false }], bus.fail);
      });
    },
  };
}
