export type {
  DroppedInfo,
  DropReason,
  EventArgs,
  EventName,
  InvalidInfo,
  MessageMeta,
  OpenInfo,
  ReopeningInfo,
} from '../types/events.js';
export type { AnyMessages, MessageMap, Register, Registered } from '../types/messages.js';
export type { Backoff, BackoffOptions, LogEntry, Logger, OutboxOptions, UrlSource } from '../types/options.js';
export type { BindOptions, Match, Resource, ResourceEntry, WsEvents } from '../types/resource.js';
export type { CloseEventLike, Frame, MessageEventLike, WebSocketConstructor, WebSocketLike } from '../types/socket.js';
export { bind } from './bind.js';
export type { State } from './connection/connection.js';
export { WSError, type WSErrorCode } from './errors.js';
export type { Expectation, Predicate } from './exchange/expectation.js';
export type { ExpectOptions } from './exchange/expectations.js';
export type { Routes, WSOptions } from './options.js';
export { WS } from './ws.js';
