export type { SyncOptions } from '../types/backbone.js';
export type {
  CollectionOperation,
  DecoratorError,
  MemberDecorator,
  ModelOperation,
  Operation,
  ResourceDecorator,
} from '../types/decorators.js';
export type {
  DroppedInfo,
  DropReason,
  EventArgs,
  EventName,
  GapInfo,
  InvalidInfo,
  MessageMeta,
  OpenInfo,
  ReopeningInfo,
} from '../types/events.js';
export type { AnyMessages, MessageMap, Register, Registered } from '../types/messages.js';
export type { Routes, UrlSource, WSOptions } from '../types/options.js';
export type {
  Backoff,
  BackoffOptions,
  Codec,
  LogEntry,
  Logger,
  OutboxOptions,
  SyncFunction,
  SyncMode,
} from '../types/policies.js';
export type { RequestOptions } from '../types/requestOptions.js';
export type {
  AuthOptions,
  HeartbeatOptions,
  LazyOptions,
  LifecycleOptions,
  LifeSignal,
  LifeSource,
  ResumeOptions,
  RetryAfterOptions,
  SubscribeOptions,
  Subscription,
  SubscriptionMessages,
  TypedMessage,
} from '../types/resilience.js';
export type { BindOptions, Match, Resource, ResourceEntry, WsEvents } from '../types/resource.js';
export type { OnMessageOptions, ResourceOptions } from '../types/resourceOptions.js';
export type { InferMessages, SchemaMap } from '../types/schemas.js';
export type { CloseEventLike, Frame, MessageEventLike, WebSocketConstructor, WebSocketLike } from '../types/socket.js';
export { bind } from './bind.js';
export type { State } from './connection/connection.js';
export { isFatalClose } from './connection/fatal.js';
export { createDecorators, type Decorators } from './decorators/createDecorators.js';
export { type OnAnyMessage, onAnyMessage } from './decorators/onAnyMessage.js';
export { onClose } from './decorators/onClose.js';
export { onError } from './decorators/onError.js';
export { onInvalid } from './decorators/onInvalid.js';
export { type OnMessage, onMessage } from './decorators/onMessage.js';
export { onNoRetries } from './decorators/onNoRetries.js';
export { onOpen } from './decorators/onOpen.js';
export { wsResource } from './decorators/wsResource.js';
export { defineMessages, type MessagesOf } from './defineMessages.js';
export { WSError, type WSErrorCode } from './errors.js';
export type { Expectation, Predicate } from './exchange/expectation.js';
export type { ExpectOptions } from './exchange/expectations.js';
export { type RouteInfo, routesOf } from './routesOf.js';
export type { SyncPromise } from './sync/confirmed.js';
export { type WSMembers, type WSStatics, withWS } from './withWS.js';
export { WS } from './ws.js';
