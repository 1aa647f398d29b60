import type { Subscription, SubscriptionMessages } from '../../types/resilience.js';
import { misuse } from '../errors.js';
import { createConfirmations } from './confirmations.js';

type Message = readonly [type: string, data?: unknown];
type Many = (payloads: any[]) => unknown;

/** What is to be sent for one subscription, ready. */
export interface Wish {
  readonly key: string;
  readonly messages: SubscriptionMessages;
  /** How many want it. */
  count: number;
  /** What the present connection was sent for it. */
  sent: Message | undefined;
}

/** How messages leave. */
export interface Outlet {
  /** Whether frames are taken now. */
  canSend(): boolean;
  /** False if it was not taken. */
  send(message: unknown): boolean;
  fail(error: unknown): void;
}

/** @throws WSError `bad-argument` */
export function toMessage(value: any, what: string): Message {
  if (Array.isArray(value) && typeof value[0] === 'string' && value.length <= 2) return value as unknown as Message;
  throw misuse('bad-argument', `${what}:`, 'a message as [type, data]', value);
}

/**
 * What the server is to send, as a state and not as a history: each connection is told of what is wanted when it opens, and of what
 * changes after that once the present turn is over, so only the end of it counts.
 */
export function createSubscriptions({ canSend, send, fail }: Outlet) {
  const wishes = new Map<string, Wish>();
  const changed = new Set<Wish>();
  const confirmations = createConfirmations<Wish>((wish) => {
    wish.sent = undefined;
    change(wish);
  });
  let isScheduled = false;
  let cursor: unknown;

  const change = (wish: Wish): void => {
    changed.add(wish);
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(flush);
  };

  const subscribeOf = ({ messages: { subscribe } }: Wish): Message =>
    toMessage(typeof subscribe === 'function' ? subscribe(cursor) : subscribe, 'subscribe');

  /** Groups messages that can go as one, and sends them; calls back for each that went. */
  const sendAll = (
    all: [Wish, Message, Many | undefined][],
    done: (wish: Wish, own: Message, sent: Message) => void,
  ): void => {
    const groups = new Map<unknown, [Wish, Message, Many | undefined][]>();
    for (const one of all) {
      const group = groups.get(one[2] ?? one) ?? [];
      groups.set(one[2] ?? one, group);
      group.push(one);
    }
    for (const group of groups.values()) {
      try {
        const [, single, many] = group[0]!;
        const message = many ? toMessage(many(group.map(([, [, data]]) => data)), 'subscribeMany') : single;
        if (!send(message)) continue;
        for (const [wish, own] of group) done(wish, own, message);
      } catch (error) {
        fail(error);
      }
    }
  };

  const flush = (): void => {
    isScheduled = false;
    const isOpen = canSend();
    const begin: [Wish, Message, Many | undefined][] = [];
    const end: [Wish, Message, Many | undefined][] = [];
    for (const wish of changed) {
      const { messages, sent, count, key } = wish;
      try {
        if (count > 0 && !sent && isOpen) begin.push([wish, subscribeOf(wish), messages.subscribeMany]);
        if (count > 0) continue;
        if (wishes.get(key) === wish) wishes.delete(key);
        confirmations.done(wish);
        if (!sent || !isOpen) continue;
        wish.sent = undefined;
        if (messages.unsubscribe)
          end.push([wish, toMessage(messages.unsubscribe, 'unsubscribe'), messages.unsubscribeMany]);
      } catch (error) {
        fail(error);
      }
    }
    changed.clear();
    sendAll(end, () => {});
    sendAll(begin, (wish, own, sent) => {
      wish.sent = own;
      if (wish.messages.confirm && wish.count > 0) confirmations.add(wish, wish.messages.confirm, [own[1], sent[1]]);
    });
  };

  const isActive = (wish: Wish): boolean => wish.sent !== undefined && !confirmations.has(wish);

  const subscriptions = {
    confirmations,

    /** How many are wanted. */
    get size(): number {
      return wishes.size;
    },

    /** One more wants it. What was said first under a key holds until nobody wants it. */
    add(key: string, messages: SubscriptionMessages): Wish {
      const wish = wishes.get(key) ?? { key, messages, count: 0, sent: undefined };
      wishes.set(key, wish);
      if (++wish.count === 1) change(wish);
      return wish;
    },

    /** One less wants it. */
    release(wish: Wish): void {
      if (--wish.count === 0) change(wish);
    },

    /**
     * The same, by a handle.
     * @throws WSError `bad-argument`
     */
    handle(key: string, messages: SubscriptionMessages): Subscription {
      if (typeof key !== 'string') throw misuse('bad-argument', 'subscribe:', 'a key, a string', key);
      if (typeof messages?.subscribe !== 'function') toMessage(messages?.subscribe, 'subscribe');
      if (messages.unsubscribe) toMessage(messages.unsubscribe, 'unsubscribe');
      const wish = subscriptions.add(key, messages);
      let isOver = false;
      return {
        key,
        get isActive(): boolean {
          return !isOver && isActive(wish);
        },
        dispose() {
          if (!isOver) subscriptions.release(wish);
          isOver = true;
        },
      };
    },

    /** A connection is open: it is told of all. */
    open(reached: unknown): void {
      cursor = reached;
      for (const wish of wishes.values()) changed.add(wish);
      flush();
    },

    /** It is lost, and with it what it was told. */
    lost(): void {
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
      changed.clear();
    },
  };
  return subscriptions;
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;
