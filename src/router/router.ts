import type { Resource } from '../../types/resource.js';
import { type Answer, deliver, deliverToAll, deliverToOne, type Fail } from './deliver.js';
import { type Key, KeyedIndex } from './keyed.js';
import { type Handler, inOrder, Slot, SlotList, type Slots } from './slot.js';

/** The slots of one event: those that take every message of it, and those that take the ones with their key. */
interface Topic {
  readonly plain: SlotList;
  indexes: KeyedIndex[];
}

export const isSame = (a: Key | undefined, b: Key | undefined): boolean =>
  a === b || `${a?.fields},${a?.attributes}` === `${b?.fields},${b?.attributes}`;

/**
 * Who gets a message. Bound handlers are found by type, never by an event's name made from the wire, and run in binding
 * order.
 *
 * @param prefix with its colon
 * @param fail takes what a handler throws
 */
export function createRouter(prefix: string, fail: Fail) {
  /** Slots of resources that take every event. */
  const every = new SlotList('');
  /** By type the events of typed messages, by name the others. */
  const byType = new Map<string, Topic>();
  const byName = new Map<string, Topic>();
  const message = `${prefix}message`;
  const start = `${message}:`;
  let order = 0;

  const place = (event: string): [topics: Map<string, Topic>, name: string] =>
    event.startsWith(start) ? [byType, event.slice(start.length)] : [byName, event];

  /** Who gets this payload: nobody, one, or several in binding order. Only the merging of several sources allocates. */
  const matching = (topic: Topic | undefined, data: unknown): Slot | Slots | undefined => {
    if (!topic) return every.slots;
    const { plain, indexes } = topic;
    if (every.size === 0) {
      if (indexes.length === 0) return plain.slots;
      if (indexes.length === 1 && plain.size === 0) return indexes[0]!.find(data);
    }
    return inOrder(
      plain.slots,
      every.slots,
      indexes.flatMap((index) => index.find(data) ?? []),
    );
  };

  const deliverMixed = (topic: Topic | undefined, data: unknown, meta: unknown): void => {
    const to = matching(topic, data);
    if (Array.isArray(to)) deliverToAll(to, start, data, meta, fail);
    else if (to) deliverToOne(to as Slot, start, data, meta, fail);
  };

  const router = {
    /** How many slots take the event `message`. A field, because it is asked for every message. */
    watchers: 0,

    /** With its colon. */
    prefix,

    /** Name of the event that every message raises. */
    message,

    /** What the names of the events of typed messages start with. */
    start,

    /** Adds a slot; without an event's name it takes every event. */
    add(resource: Resource, event: string, handler: Handler, key?: Key): Slot {
      let home: SlotList | KeyedIndex | undefined = every;
      if (event) {
        const [topics, name] = place(event);
        const topic = topics.get(name) ?? { plain: new SlotList(event), indexes: [] };
        topics.set(name, topic);
        home = key ? topic.indexes.find((index) => isSame(index.key, key)) : topic.plain;
        if (!home) topic.indexes.push((home = new KeyedIndex(event, key!)));
      }
      const slot = new Slot(resource, handler, home, order++);
      home.add(slot);
      if (!event || event === message) router.watchers++;
      return slot;
    },

    remove(slot: Slot): void {
      const { home } = slot;
      home.remove(slot);
      if (!home.topic || home.topic === message) router.watchers--;
      if (home.size || !home.topic) return;
      const [topics, name] = place(home.topic);
      const topic = topics.get(name)!;
      topic.indexes = topic.indexes.filter(({ size }) => size);
      if (!topic.plain.size && !topic.indexes[0]) topics.delete(name);
    },

    /** Who gets a typed message with this payload, in binding order. */
    find(type: string, data: unknown): readonly Slot[] {
      const found = matching(byType.get(type), data);
      return inOrder(found instanceof Slot ? [found] : (found ?? []));
    },

    /** Delivers a typed message. Mostly its type is bound, without keys, and nobody takes every event. */
    deliver(type: string, data: unknown, meta: unknown): void {
      const topic = byType.get(type);
      if (every.size > 0 || topic === undefined || topic.indexes.length > 0) deliverMixed(topic, data, meta);
      else deliverToAll(topic.plain.slots, start, data, meta, fail);
    },

    /** Delivers any event by its full name. */
    emit(event: string, args: readonly unknown[], report = fail, answer?: Answer): void {
      const [topics, name] = place(event);
      deliver(matching(topics.get(name), args[0]), event, args, report, answer);
    },

    /** Whether somebody named this event; resources that take every event do not count. */
    hears(event: string): boolean {
      const [topics, name] = place(event);
      return topics.has(name);
    },
  };
  return router;
}

export type Router = ReturnType<typeof createRouter>;
