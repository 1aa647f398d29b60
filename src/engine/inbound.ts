import type { MessageEventLike } from '../../types/socket.js';
import { disarm, fieldOf, isSuspect, payloadOf, typeOf } from '../codec/envelope.js';
import type { createAnswer } from '../exchange/answers.js';
import type { Expectations } from '../exchange/expectations.js';
import type { Requests } from '../exchange/requests.js';
import type { Log } from '../log.js';
import type { Settings } from '../options.js';
import type { Bus } from '../resource/bus.js';
import type { Stream } from '../resume/stream.js';
import type { Checked } from '../schema/check.js';
import type { Checks } from '../schema/checks.js';

/** Who is asked on the way in. */
export interface Inward {
  readonly bus: Bus;
  readonly log: Log;
  readonly requests: Requests;
  readonly expectations: Expectations;
  readonly checks: Checks | undefined;
  readonly stream: Stream | undefined;
  readonly confirmations: { readonly size: number; offer(type: string, data: unknown): void };
  /** The number of the connection's present life: who destroys it in a handler ends the message's walk. */
  life(): number;
  /** The socket that what is delivered came over; null if that is lost. */
  socket(): unknown;
  /** The answer to a request of the server, for the connection that asked. */
  answerTo(id: unknown, socket: unknown): ReturnType<typeof createAnswer>;
  /** The server says when it wants the client back. */
  postpone(delayMs: unknown): void;
}

const isPong = (_data: unknown, type: string | undefined): boolean => type === 'pong';

/** The walk in: message → type and payload → reply? → who expects it → who is bound. The inbox has decoded the frame. */
export function createInbound(settings: Settings, inward: Inward) {
  const { answers, heartbeat, retryAfter } = settings;
  const { bus, checks, confirmations, expectations, log, requests, stream } = inward;
  const typeField = fieldOf(settings.typeAttribute);
  const dataField = fieldOf(settings.dataAttribute);
  const isReply = heartbeat && (heartbeat.isReply ?? isPong);
  /** With what not everybody asks for. */
  const isCareful = !!(checks || answers || stream || heartbeat || retryAfter);
  const isOver = (mine: number): boolean => mine !== inward.life();

  const notice = (type: string | undefined, data: unknown, event: MessageEventLike, error: Error | undefined): void => {
    log.write?.('in', type, event.data);
    if (error) bus.emit('invalid', { type, issues: [{ message: error.message }], data });
  };

  const deliver = (
    type: string | undefined,
    data: unknown,
    raw: any,
    event: MessageEventLike,
    mine: number,
    socket: unknown,
  ): void => {
    if (isOver(mine)) return;
    if (expectations.size > 0) expectations.offer(type, data, raw);
    if (isOver(mine)) return;
    const id = answers && type !== undefined && settings.idAttribute ? raw[settings.idAttribute] : undefined;
    const answer = id === undefined || id === null ? undefined : inward.answerTo(id, socket);
    bus.message(type, data, { type, raw, event }, mine, isOver, answer?.take);
    answer?.finish();
  };

  const checked = (
    type: string | undefined,
    data: unknown,
    raw: any,
    event: MessageEventLike,
    mine: number,
  ): unknown => {
    const socket = answers && inward.socket();
    if (!checks || type === undefined) return deliver(type, data, raw, event, mine, socket);
    const pass = ({ value }: Checked): void => deliver(type, value, raw, event, mine, socket);
    const result = checks.incoming(type, data);
    if (result instanceof Promise) return result.then(pass, bus.fail);
    return result && pass(result);
  };

  /** Whether a message is for the connection itself. */
  const isOwn = (data: unknown, type: string | undefined, raw: unknown): boolean => {
    try {
      inward.postpone(retryAfter?.message?.(data, type, raw));
      return !!isReply?.(data, type, raw);
    } catch (error) {
      bus.fail(error);
      return false;
    }
  };

  return (raw: unknown, event: MessageEventLike, error?: Error): Promise<unknown> | undefined => {
    const type = typeOf(raw, typeField);
    const data = type === undefined ? raw : payloadOf(raw, dataField);
    const mine = inward.life();
    if (isSuspect(data)) disarm(data);
    if (log.write || error) notice(type, data, event, error);
    if (requests.size > 0 && requests.settle(raw)) return undefined;
    if (confirmations.size > 0 && type !== undefined && inward.socket()) confirmations.offer(type, data);
    if (isCareful) {
      if ((heartbeat || retryAfter) && isOwn(data, type, raw)) return undefined;
      const go = (): unknown => checked(type, data, raw, event, mine);
      const work = stream ? stream.take(go, raw, data, go) : go();
      return work instanceof Promise ? work : undefined;
    }
    if (expectations.size > 0) expectations.offer(type, data, raw);
    if (!isOver(mine)) bus.message(type, data, { type, raw, event }, mine, isOver);
    return undefined;
  };
}
