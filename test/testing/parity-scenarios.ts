import type { FakeSocketOptions } from '../../src/testing/index.js';
import type { WebSocketLike } from '../../types/socket.js';

/** The far end, fake or real, once it has accepted. */
export interface Peer {
  send(frame: string): void;
  close(code?: number, reason?: string): void;
  drop(): void;
  /** Reads nothing, so does not answer a close, until `resume`. */
  pause(): void;
  resume(): void;
}

export interface Stage {
  socket: WebSocketLike;
  /** Resolves when both ends are open. */
  opened(): Promise<Peer>;
}

/** Where a real client differs from the standard, and how the fake is told to do the same. */
export interface Deviation {
  why: string;
  trace: string[];
  imitate?: FakeSocketOptions;
  /** Given to `server.drop()`. */
  drop?: { error: boolean };
}

export interface Scenario {
  name: string;
  refuse?: boolean;
  act(stage: Stage): void | Promise<void>;
  /** The trace that the standard asks for: type, code, cleanness, `@readyState`, and `sync` if fired inside `close()`. */
  standard: string[];
  ws?: Deviation;
  node?: Deviation;
}

const FAILED = ['error@3', 'close 1006 unclean@3', 'left@3'];
const ERROR_EARLY: Deviation = {
  why: 'error is fired when CLOSING, before the state is CLOSED',
  trace: ['error@2', 'close 1006 unclean@3', 'left@3'],
};
const NO_ERROR: Deviation = {
  why: 'no error is fired, nor is it in Chromium',
  trace: ['open@1', 'close 1006 unclean@3', 'left@3'],
  drop: { error: false },
};

export const SCENARIOS: Scenario[] = [
  {
    name: 'the server sends, then closes with 4001',
    async act({ opened }) {
      const peer = await opened();
      peer.send('hi');
      peer.close(4001, 'bye');
    },
    standard: ['open@1', 'message hi@1', 'close 4001 bye clean@3', 'left@3'],
  },
  {
    name: 'the server closes without a code',
    act: async ({ opened }) => (await opened()).close(),
    standard: ['open@1', 'close 1005 clean@3', 'left@3'],
  },
  {
    name: 'the client closes with 3001 and a reason',
    async act({ socket, opened }) {
      await opened();
      socket.close(3001, 'x');
    },
    standard: ['open@1', 'close 3001 x clean@3', 'left@3'],
  },
  {
    name: 'the client closes without a code',
    async act({ socket, opened }) {
      await opened();
      socket.close();
    },
    standard: ['open@1', 'close 1005 clean@3', 'left@3'],
  },
  {
    name: 'both close at once',
    async act({ socket, opened }) {
      const peer = await opened();
      peer.pause();
      socket.close(3001);
      peer.close(4005);
      peer.resume();
    },
    standard: ['open@1', 'close 4005 clean@3', 'left@3'],
  },
  {
    name: 'the server refuses',
    refuse: true,
    act: () => {},
    standard: FAILED,
    ws: ERROR_EARLY,
  },
  {
    name: 'the client closes while connecting',
    act: ({ socket }) => socket.close(3001),
    standard: FAILED,
    ws: ERROR_EARLY,
    node: {
      why: 'error and close are fired inside close(), which then leaves the state at CLOSING',
      trace: ['error@3 sync', 'close 1006 unclean@3 sync', 'left@2'],
      imitate: { syncClose: true },
    },
  },
  {
    name: 'the connection drops',
    act: async ({ opened }) => (await opened()).drop(),
    standard: ['open@1', ...FAILED],
    ws: NO_ERROR,
  },
  {
    name: 'the connection drops while the client closes',
    async act({ socket, opened }) {
      const peer = await opened();
      peer.pause();
      socket.close(3001);
      peer.drop();
    },
    standard: ['open@1', ...FAILED],
    ws: NO_ERROR,
  },
  {
    name: 'a message comes while the client closes',
    async act({ socket, opened }) {
      const peer = await opened();
      peer.pause();
      socket.close(3001);
      peer.send('late');
      peer.resume();
    },
    standard: ['open@1', 'close 3001 clean@3', 'left@3'],
    ws: {
      why: 'the message is delivered when CLOSING',
      trace: ['open@1', 'message late@2', 'close 3001 clean@3', 'left@3'],
      imitate: { lateMessages: true },
    },
  },
];
