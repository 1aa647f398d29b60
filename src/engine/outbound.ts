import type { DroppedInfo } from '../../types/events.js';
import type { Frame } from '../../types/socket.js';
import { fieldOf, payloadOf, seal, typeOf } from '../codec/envelope.js';
import { isBinary } from '../codec/frame.js';
import { encode } from '../codec/json.js';
import { createOutbox, type Settle } from '../connection/outbox.js';
import { createPressure } from '../connection/pressure.js';
import { WSError } from '../errors.js';
import type { Requests } from '../exchange/requests.js';
import type { Log } from '../log.js';
import type { Settings } from '../options.js';
import type { Checks } from '../schema/checks.js';

/** Who is asked on the way out. */
export interface Outward {
  readonly log: Log;
  readonly checks: Checks | undefined;
  readonly requests: () => Requests;
  readonly state: () => string;
  /** Bytes that the socket has taken and not sent. */
  readonly buffered: () => number;
  /** False if the socket cannot take it. */
  readonly push: (frame: Frame) => boolean;
  dropped(info: DroppedInfo): void;
  drained(): void;
}

/** The walk out: message → frame → socket, or outbox. */
export function createOutbound(settings: Settings, outward: Outward) {
  const { codec } = settings;
  const { checks, log, push } = outward;
  const typeField = fieldOf(settings.typeAttribute);
  const dataField = fieldOf(settings.dataAttribute);
  const pressure =
    settings.outbox && settings.outbox.highWaterMark < Infinity
      ? createPressure(settings.outbox.highWaterMark, outward.buffered, () => {
          outward.requests().resend(hand);
          outbox!.flush(hand);
        })
      : undefined;

  const outbox = settings.outbox
    ? createOutbox(
        settings.outbox,
        (message, reason) => outward.dropped({ message, reason }),
        pressure && { isHigh: pressure.isHigh, drained: outward.drained },
      )
    : undefined;

  const checkOutgoing = ({ outgoing }: Checks, message: unknown): void => {
    const type = typeOf(message, typeField);
    if (type !== undefined) outgoing(type, payloadOf(message, dataField));
  };

  /** Without a look at what waits: what a connection has to be told first. */
  const handFirst = (frame: Frame, message: unknown): boolean => {
    const requests = outward.requests();
    const isSent = requests.size > 0 ? requests.send(frame, message, push) : push(frame);
    if (!isSent) return false;
    if (log.write) log.write('out', typeOf(message, typeField), frame);
    return true;
  };

  const hand = (frame: Frame, message: unknown): boolean => (pressure?.isHigh() ? false : handFirst(frame, message));

  const toFrame = (message: unknown): Frame => (isBinary(message) ? (message as Frame) : encode(message, codec));

  /** A message of the options: `[type, data]`, or a whole one. */
  const toMessage = (given: unknown): unknown =>
    Array.isArray(given) && typeof given[0] === 'string' && given.length <= 2
      ? seal(given[0], given[1], settings)
      : given;

  return {
    outbox,
    hand,

    /** The frame of `hello`, which goes out before the connection counts as open. */
    greeting(given: unknown): Frame {
      const message = toMessage(given);
      const frame = toFrame(message);
      log.write?.('out', typeOf(message, typeField), frame);
      return frame;
    },

    /** Sends what the options give, at once or not at all. */
    sendFirst(given: unknown): boolean {
      const message = toMessage(given);
      if (checks !== undefined) checkOutgoing(checks, message);
      return handFirst(toFrame(message), message);
    },

    /** An answer is for this connection alone: it goes at once, or not at all. */
    answer: (message: object): boolean => handFirst(toFrame(message), message),

    transmit(message: unknown, settle?: Settle): boolean {
      if (checks !== undefined) checkOutgoing(checks, message);
      const frame = toFrame(message);
      if ((outbox === undefined || outbox.isEmpty()) && hand(frame, message)) {
        if (settle) settle();
        return true;
      }
      if (!outbox) {
        throw new WSError('not-open', `send: expected an open connection, got one that is ${outward.state()}.`);
      }
      outbox.enqueue(frame, message, settle);
      return false;
    },

    /** For requests. */
    carrier: {
      encode: toFrame,
      withdraw: (settle: Settle) => outbox?.withdraw(settle),
      seal(type: string, data: unknown, id: string) {
        const message: any = seal(type, data, settings);
        message[settings.idAttribute] = id;
        return message;
      },
    },

    stop(): void {
      pressure?.stop();
    },
  };
}
