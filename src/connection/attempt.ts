import type { UrlSource } from '../../types/options.js';
import type { Frame, MessageEventLike, WebSocketLike } from '../../types/socket.js';
import { WSError } from '../errors.js';
import type { Settings } from '../options.js';
import { createSocket } from './target.js';

/** What an attempt tells, and asks. Nothing is told once it is not the present one any more. */
export interface Course {
  /** Whether this is still the attempt that counts, and still one. */
  isPresent(): boolean;
  made(socket: WebSocketLike): void;
  /** The token is renewed. */
  renewed(): void;
  opened(): void;
  /** Called for every frame from then on, also for those of a socket that is history. */
  readonly frame: (event: MessageEventLike) => void;
  readonly failed: (cause: unknown) => void;
}

/** Where an attempt is, for the error of one that takes too long. */
export interface Progress {
  stage: 'token' | 'url' | 'protocol' | 'handshake' | 'hello' | 'answer to hello';
}

const isLater = (value: any): value is PromiseLike<unknown> => typeof value?.then === 'function';

/** What a function of the options says. If another one throws, nobody may be left to hear that this one's promise fails. */
const ask = (source: any): unknown => {
  const answer = typeof source === 'function' ? source() : source;
  if (isLater(answer)) answer.then(undefined, () => {});
  return answer;
};

/**
 * One attempt: url and protocols, handshake, `hello` and the server's answer to it.
 *
 * @param greet gives the frame of `hello`
 * @param isRefresh whether the token has to be renewed first
 * @throws whatever the functions throw, and WSError `no-websocket`, `bad-url`, if that happens at once
 */
export function startAttempt(
  url: UrlSource,
  { auth, codec, protocol, WebSocket }: Settings,
  greet: (() => Frame | Promise<Frame>) | undefined,
  isRefresh: boolean,
  on: Course,
  progress: Progress,
): void {
  const connect = ([url, protocol]: readonly any[]): void => {
    if (!on.isPresent()) return;
    const socket = createSocket(url, protocol, WebSocket);
    progress.stage = 'handshake';
    on.made(socket);
    socket.binaryType = codec?.binaryType ?? 'arraybuffer';
    socket.onopen = () => {
      if (!on.isPresent() || progress.stage !== 'handshake') return;
      if (greet) hello(socket, greet);
      else on.opened();
    };
    socket.onmessage = on.frame;
  };

  const hello = (socket: WebSocketLike, greet: () => Frame | Promise<Frame>): void => {
    /** What a server says that speaks first. */
    const early: MessageEventLike[] = [];
    let isSaid = false;
    const open = (): void => {
      socket.onmessage = on.frame;
      on.opened();
      early.forEach(on.frame);
    };
    const say = (frame: Frame): void => {
      // A socket that is closing tells its close soon; it would lose the frame without a word.
      if (!on.isPresent() || socket.readyState !== 1) return;
      isSaid = true;
      progress.stage = 'answer to hello';
      socket.send(frame);
      if (!auth!.awaitReply) open();
    };
    progress.stage = 'hello';
    socket.onmessage = (event) => {
      if (!on.isPresent()) return;
      early.push(event);
      if (isSaid) open();
    };
    try {
      const frame = greet();
      if (isLater(frame)) frame.then(say).catch(on.failed);
      else say(frame);
    } catch (error) {
      on.failed(error);
    }
  };

  const start = (): void => {
    progress.stage = 'url';
    const target = [url, protocol].map(ask);
    if (!target.some(isLater)) return connect(target);
    Promise.resolve(target[0])
      .then(() => {
        if (progress.stage === 'url') progress.stage = 'protocol';
        return Promise.all(target);
      })
      .then(connect)
      .catch(on.failed);
  };

  if (!isRefresh) return start();
  const go = (): void => {
    if (!on.isPresent()) return;
    on.renewed();
    start();
  };
  progress.stage = 'token';
  const refreshed = ask(auth!.refresh);
  if (isLater(refreshed)) Promise.resolve(refreshed).then(go).catch(on.failed);
  else go();
}

/** The error of an attempt that took too long. */
export const tooLate = (ms: number, { stage }: Progress): WSError =>
  new WSError('connect-timeout', `No connection within ${ms} ms: still waiting for the ${stage}.`);
