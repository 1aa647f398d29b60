import type { Subscription, SubscriptionMessages } from '../../types/resilience.js';
import { misuse } from '../errors.js';
import { resolveWishes } from '../options.js';
import { createConfirmations } from './confirmations.js';

type Message = readonly [type: string, data?: unknown];
type Many = ((payloads: any[]) => unknown) | undefined;

/** A subscription, and the message that begins or ends it. */
type Part = readonly [wish: Wish, message: Message, many: Many];

/** What is to be sent for one subscription, ready. */
export interface Wish {
  /** Those who want the same have the same. */
  readonly id: string;
  /** By what it is known outside. */
  readonly key: string;
  messages: SubscriptionMessages;
  /** How many want it. */
  count: number;
  /** What the present connection was sent for it. */
  sent: Message | undefined;
}

/** What is said under a key, while somebody wants it. */
interface Named {
  readonly id: string;
  readonly messages: SubscriptionMessages;
  count: number;
}

/** @throws WSError `bad-argument` */
export function toMessage(value: any, what: string): Message {
  if (Array.isArray(value) && typeof value[0] === 'string' && value[0] && value.length <= 2)
    return value as unknown as Message;
  throw misuse('bad-argument', `${what}:`, 'a message as [type, data]', value);
}

/** A message as an id: those that are the same have the same. A codec may know more types than JSON does. */
export const idOf = (message: unknown): string =>
  JSON.stringify(message, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));

/**
 * What the server is to send, as a state and not as a history: each connection is told of what is wanted when it opens, and of what
 * changes after that once the present turn is over, so only the end of it counts.
 *
 * @param canSend whether frames are taken now
 * @param send gives false if it was not taken
 * @param reached gives the cursor of the connection, with the option `resume`
 */
export function createSubscriptions(
  canSend: () => boolean,
  send: (message: unknown) => boolean,
  reached: () => unknown,
  fail: (error: unknown) => void,
) {
  const wishes = new Map<string, Wish>();
  const names = new Map<string, Named>();
  const changed = new Set<Wish>();
  const confirmations = createConfirmations<Wish>((wish) => {
    wish.sent = undefined;
    change(wish);
  });
  let isScheduled = false;
  /** Grows with each connection that is lost, maybe by what is being sent on it. */
  let lives = 0;

  const change = (wish: Wish): void => {
    changed.add(wish);
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(flush);
  };

  const subscribeOf = ({ messages: { subscribe } }: Wish): Message =>
    toMessage(typeof subscribe === 'function' ? subscribe(reached()) : subscribe, 'subscribe');

  /** Groups messages that can go as one, and sends them; calls back for each group that went. */
  const sendAll = (all: Part[], what: string, done: (group: Part[], sent: Message) => void): void => {
    const groups = new Map<unknown, Part[]>();
    for (const part of all) {
      const by = part[2] ?? part;
      const group = groups.get(by);
      if (group) group.push(part);
      else groups.set(by, [part]);
    }
    for (const group of groups.values()) {
      try {
        const [, single, many] = group[0]!;
        const message = many ? toMessage(many(group.map(([, [, data]]) => data)), what) : single;
        const mine = lives;
        if (send(message) && mine === lives) done(group, message);
      } catch (error) {
        fail(error);
      }
    }
  };

  const flush = (): void => {
    // What is wanted otherwise from here on, by who is asked or told, is looked at in the next turn.
    const due = [...changed];
    changed.clear();
    isScheduled = false;
    const isOpen = canSend();
    const begin: Part[] = [];
    const end: Part[] = [];
    for (const wish of due) {
      const { messages, sent, count, id } = wish;
      try {
        if (count > 0 && !sent && isOpen) begin.push([wish, subscribeOf(wish), messages.subscribeMany]);
        if (count > 0) continue;
        if (wishes.get(id) === wish) wishes.delete(id);
        confirmations.done(wish);
        wish.sent = undefined;
        if (sent && isOpen && messages.unsubscribe)
          end.push([wish, toMessage(messages.unsubscribe, 'unsubscribe'), messages.unsubscribeMany]);
      } catch (error) {
        fail(error);
      }
    }
    sendAll(end, 'unsubscribeMany', () => {});
    sendAll(begin, 'subscribeMany', (group, sent) => {
      for (const [wish, own] of group) {
        wish.sent = own;
        if (wish.messages.confirm) confirmations.add(wish, wish.messages.confirm, own[1], sent);
      }
    });
  };

  const isActive = (wish: Wish): boolean => wish.sent !== undefined && !confirmations.has(wish);

  const subscriptions = {
    confirmations,

    /** How many are wanted. */
    get size(): number {
      return wishes.size;
    },

    /** One more wants it. What was said first of it holds until nobody wants it. */
    add(id: string, messages: SubscriptionMessages, key = id): Wish {
      const wish = wishes.get(id) ?? { id, key, messages, count: 0, sent: undefined };
      wishes.set(id, wish);
      if (++wish.count > 1) return wish;
      wish.messages = messages;
      change(wish);
      return wish;
    },

    /** One less wants it. */
    release(wish: Wish): void {
      if (--wish.count === 0) change(wish);
    },

    /**
     * The same, by a handle.
     * @throws WSError `bad-argument`, `bad-option`
     */
    handle(key: string, messages: SubscriptionMessages): Subscription {
      if (typeof key !== 'string') throw misuse('bad-argument', 'subscribe:', 'a key, a string', key);
      if (Object(messages) !== messages) throw misuse('bad-argument', 'subscribe:', 'an object', messages);
      const { subscribe, unsubscribe, ...others } = messages;
      if (typeof subscribe !== 'function') toMessage(subscribe, 'subscribe');
      if (unsubscribe) toMessage(unsubscribe, 'unsubscribe');
      const resolved = { subscribe, unsubscribe, ...resolveWishes(others) };
      const id = typeof subscribe === 'function' ? key : idOf(subscribe);
      const named: Named = names.get(key) ?? { id, messages: resolved, count: 0 };
      const wish = subscriptions.add(named.id, named.messages, key);
      named.count++;
      names.set(key, named);
      let isOver = false;
      return {
        key,
        get isActive(): boolean {
          return !isOver && isActive(wish);
        },
        dispose() {
          if (isOver) return;
          isOver = true;
          subscriptions.release(wish);
          if (--named.count === 0 && names.get(key) === named) names.delete(key);
        },
      };
    },

    /** A connection is open: it is told of all. */
    open(): void {
      for (const wish of wishes.values()) changed.add(wish);
      flush();
    },

    /** It is lost, and with it what it was told. */
    lost(): void {
      lives++;
      confirmations.clear();
      for (const wish of wishes.values()) wish.sent = undefined;
    },

    /** What is wanted, by how many, and whether the present connection has it. */
    list: (limit: number) =>
      [...wishes.values()]
        .slice(0, limit)
        .map((wish) => ({ key: wish.key, count: wish.count, isActive: isActive(wish) })),

    /** Nobody wants anything any more. */
    clear(): void {
      subscriptions.lost();
      wishes.clear();
      names.clear();
      changed.clear();
    },
  };
  return subscriptions;
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;
