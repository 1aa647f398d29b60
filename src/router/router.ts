import type { Resource } from '../../types/resource.js';
import { deliver, deliverEvent, type Fail } from './deliver.js';
import type { Key } from './keyed.js';
import { type Handler, Slot, SlotList, Trigger } from './slot.js';
import { Topic } from './topic.js';

/** Triggers each event on the resource under its own name. */
const SAME = new Trigger('');

/**
 * Who gets a message. Bound handlers are found by type, never by an event's name made from the wire, and run in binding
 * order.
 */
export class Router {
  /** Slots of resources that take every event. */
  readonly every = new SlotList('');
  /** Of the event `message`, which every message raises. */
  readonly catchAll: Topic;
  readonly #messagePrefix: string;
  readonly #byType = new Map<string, Topic>();
  readonly #byName = new Map<string, Topic>();
  #order = 0;

  /**
   * @param prefix with its colon
   */
  constructor(
    prefix: string,
    readonly fail: Fail,
  ) {
    this.catchAll = new Topic(`${prefix}message`);
    this.#messagePrefix = `${prefix}message:`;
    this.#byName.set(this.catchAll.name, this.catchAll);
  }

  /** The event's name of a type. */
  topicOf(type: string): string {
    return this.#messagePrefix + type;
  }

  /** Whether an event is a message, so that a key can hold for it. */
  isMessage(event: string): boolean {
    return event === this.catchAll.name || event.startsWith(this.#messagePrefix);
  }

  add(resource: Resource, event: string, handler: Handler, key?: Key): Slot {
    const [topics, name] = this.#place(event);
    let topic = topics.get(name);
    if (!topic) topics.set(name, (topic = new Topic(event)));
    const home = topic.home(key);
    const slot = new Slot(resource, handler, home, this.#order++);
    home.add(slot);
    return slot;
  }

  addEvery(resource: Resource): Slot {
    const slot = new Slot(resource, SAME, this.every, this.#order++);
    this.every.add(slot);
    return slot;
  }

  remove(slot: Slot): void {
    if (slot.position < 0) return;
    slot.home.remove(slot);
    if (slot.home.size || slot.home === this.every) return;
    const [topics, name] = this.#place(slot.home.topic);
    const topic = topics.get(name)!;
    topic.prune();
    if (topic.isEmpty && topic !== this.catchAll) topics.delete(name);
  }

  /** Delivers a typed message. */
  message(type: string, data: unknown, meta: unknown): void {
    const topic = this.#byType.get(type);
    if (topic) deliver(topic.matching(data, this.every), topic.name, data, meta, this.fail);
    else if (this.every.size) deliver(this.every.slots, this.topicOf(type), data, meta, this.fail);
  }

  /** Delivers any event by its full name. */
  emit(event: string, args: readonly unknown[], fail = this.fail): void {
    const [topics, name] = this.#place(event);
    const topic = topics.get(name);
    deliverEvent(topic ? topic.matching(args[0], this.every) : this.every.slots, event, args, fail);
  }

  /** Whether somebody named this event; resources that take every event do not count. */
  hears(event: string): boolean {
    const [topics, name] = this.#place(event);
    return topics.has(name) && !topics.get(name)!.isEmpty;
  }

  #place(event: string): [topics: Map<string, Topic>, name: string] {
    return event.startsWith(this.#messagePrefix)
      ? [this.#byType, event.slice(this.#messagePrefix.length)]
      : [this.#byName, event];
  }
}
