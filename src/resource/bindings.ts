import type { BindOptions, Resource } from '../../types/resource.js';
import { show, WSError } from '../errors.js';
import { deliverEvent } from '../router/deliver.js';
import type { Router } from '../router/router.js';
import type { Slot } from '../router/slot.js';
import { Binding, type Owner } from './binding.js';
import type { Bus } from './bus.js';
import { toRules } from './events.js';
import { attach, detach, type Listener, listen } from './hooks.js';
import { lend, takeBack } from './lend.js';

/** The connection as its bindings see it. */
export interface Host {
  /** The connection itself. */
  readonly owner: { readonly isOpen: boolean };
  /** What a bound resource is given under which name, such as its own `send`. */
  readonly gifts: { readonly [name: string]: unknown };
  /** The last resource is gone. */
  onIdle(): void;
}

/** The resources of one connection. Adding and removing one cost the same however many there are. */
export class Bindings implements Owner, Listener {
  readonly #all = new Map<Resource, Binding>();

  readonly router: Router;

  constructor(
    readonly bus: Bus,
    readonly host: Host,
  ) {
    this.router = bus.router;
  }

  get size(): number {
    return this.#all.size;
  }

  get resources(): Resource[] {
    return [...this.#all.keys()];
  }

  has(resource: Resource): boolean {
    return this.#all.has(resource);
  }

  /**
   * @throws WSError `bad-resource`, `bad-events`; nothing is bound then
   */
  bind(resource: Resource, events: object | null | undefined, options: BindOptions | undefined): void {
    if (typeof resource?.listenTo !== 'function' || typeof resource.on !== 'function') {
      const expected = 'a model, a collection, a view, or an object extended with Backbone.Events';
      throw new WSError('bad-resource', `bind: expected ${expected}, got ${show(resource)}.`);
    }
    const rules = events ? toRules(this.router, resource, events, options) : undefined;
    let binding = this.#all.get(resource);
    if (!binding) {
      binding = new Binding(resource, this);
      this.#all.set(resource, binding);
      listen(this, true);
      attach(binding);
      this.#give(binding);
    }
    this.#welcome(binding.add(rules));
  }

  /** Leaves the resource as it was. A stranger changes nothing. */
  unbind(resource: Resource): void {
    if (this.#remove(resource) && !this.size) this.host.onIdle();
  }

  /** All, or all that are instances of a class. */
  unbindAll(Class?: abstract new (...args: any[]) => unknown): void {
    let removed = false;
    for (const resource of this.#all.keys()) {
      if (!Class || resource instanceof Class) removed = this.#remove(resource) || removed;
    }
    if (removed && !this.size) this.host.onIdle();
  }

  stopped(resource: Resource, other: unknown, names: unknown, callback: unknown): void {
    const binding = this.#all.get(resource);
    if (!binding || (other && other !== this.host.owner)) return;
    if (!names && !callback) return this.unbind(resource);
    const events = typeof names === 'string' ? names.split(/\s+/) : undefined;
    binding.removeWhere(
      ({ home, handler }) => (!events || events.includes(home.topic)) && (!callback || handler === callback),
    );
    if (binding.isEmpty) this.unbind(resource);
  }

  #remove(resource: Resource): boolean {
    const binding = this.#all.get(resource);
    if (!binding) return false;
    this.#all.delete(resource);
    listen(this, this.size > 0);
    binding.removeWhere(() => true);
    for (const [name, gift] of Object.entries(this.host.gifts).reverse()) {
      takeBack(resource, name, gift, binding.covered?.[name]);
    }
    detach(binding);
    return true;
  }

  #give(binding: Binding): void {
    for (const [name, gift] of Object.entries(this.host.gifts)) {
      const own = lend(binding.resource, name, gift);
      if (own) binding.covered = { ...binding.covered, [name]: own };
    }
  }

  /** Who comes while the connection is open has missed its `open`. */
  #welcome(slots: Slot[]): void {
    const { bus, host, router } = this;
    const event = `${bus.prefix}open`;
    const late = slots.filter(({ home }) => home.topic === event || home === router.every);
    if (!late.length || !host.owner.isOpen) return;
    queueMicrotask(() => {
      if (host.owner.isOpen) deliverEvent(late, event, [{ reopened: false }], bus.fail);
    });
  }
}
