import type { MessageMap, Outgoing, RequestOf, RequestType, ResponseOf } from '../../types/messages.js';
import type { Note } from './history.js';
import type { TestClient } from './testClient.js';

/** What a client sends with a type. */
export type ReceivedData<M extends MessageMap, K> =
  K extends RequestType<M> ? RequestOf<M, K> : K extends keyof Outgoing<M> ? Outgoing<M>[K] : any;

/** What is given back for it. */
export type Reply<M extends MessageMap, K> = K extends RequestType<M> ? ResponseOf<M, K> : unknown;

/**
 * Handles messages of one type; what it returns, or its promise brings, is the reply to a request.
 * @param message the whole of it, with type and id
 */
export type TestHandler<M extends MessageMap, K> = (
  data: ReceivedData<M, K>,
  client: TestClient<M>,
  message: any,
) => Reply<M, K> | PromiseLike<Reply<M, K> | undefined> | undefined;

/**
 * Handles the first message of a connection.
 * @returns the message that welcomes the client, maybe later; nothing for none
 */
export type HelloHandler<M extends MessageMap> = (message: any, client: TestClient<M>) => unknown;

const toError = (error: any): unknown => {
  if (!(error instanceof Error)) return error ?? 'error';
  const { message, code } = error as Error & { code?: unknown };
  return code === undefined ? { message } : { message, code };
};

const isLater = (value: any): value is PromiseLike<unknown> => typeof value?.then === 'function';

/** @param pass does it when the stage `hello` does not hang */
export function createHandlers(note: Note, pass: (stage: 'hello', act: () => void) => void) {
  const byType = new Map<string, { handler: TestHandler<any, any> }[]>();
  const greeted = new WeakSet<TestClient>();
  const errors: unknown[] = [];
  let hello: HelloHandler<any> | undefined;
  let connect: ((client: TestClient) => unknown) | undefined;

  const fail = (client: TestClient, error: unknown): void => {
    errors.push(error);
    note(client.id, 'error', String(error));
  };

  /** Calls a handler of the test, and says how it ended: at once, unless it gives a promise. */
  const call = (
    client: TestClient,
    act: () => unknown,
    succeed: (result: unknown) => void,
    refuse: (error: unknown) => void = () => {},
  ): void => {
    const failed = (error: unknown): void => {
      fail(client, error);
      refuse(error);
    };
    try {
      const result = act();
      if (isLater(result)) result.then(succeed).then(undefined, failed);
      else succeed(result);
    } catch (error) {
      failed(error);
    }
  };

  const answer = (client: TestClient, message: any): void => {
    const { type, data, id } = message ?? {};
    if (typeof type !== 'string') return;
    const isRequest = id !== undefined && id !== null;
    const newest = byType.get(type)?.at(-1);
    if (!newest && !isRequest) return;
    const act = (): unknown => {
      if (newest) return newest.handler(data, client, message);
      throw new Error(
        `The test server has no handler for the request '${type}'. Add one with server.on('${type}', …).`,
      );
    };
    if (!isRequest) return call(client, act, () => {});
    call(
      client,
      act,
      (result) => client.send({ id, data: result }),
      (error) => client.send({ id, error: toError(error) }),
    );
  };

  return {
    errors,

    on(type: string, handler: TestHandler<any, any>): () => void {
      const mine = { handler };
      const handlers = byType.get(type) ?? [];
      byType.set(type, [...handlers, mine]);
      return () => {
        byType.set(
          type,
          byType.get(type)!.filter((other) => other !== mine),
        );
      };
    },

    onHello(handler: HelloHandler<any>): void {
      hello = handler;
    },

    onConnect(handler: (client: TestClient) => unknown): void {
      connect = handler;
    },

    connected(client: TestClient): void {
      if (connect)
        call(
          client,
          () => connect!(client),
          () => {},
        );
    },

    handle(client: TestClient, message: any): void {
      if (greeted.has(client)) return answer(client, message);
      greeted.add(client);
      pass('hello', () => {
        if (!hello) return answer(client, message);
        call(
          client,
          () => hello!(message, client),
          (welcome) => {
            if (typeof welcome === 'object' && welcome !== null) client.send(welcome);
          },
        );
      });
    },
  };
}
