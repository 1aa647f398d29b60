import type { OperationOf } from '../types/decorators.js';
import type {
  MessageMap,
  Outgoing,
  OutgoingMessage,
  OutgoingType,
  RequestOf,
  RequestType,
  ResponseOf,
} from '../types/messages.js';
import type { RequestOptions } from '../types/requestOptions.js';
import type { Resource, WsEvents } from '../types/resource.js';
import type { ResourceOptions } from '../types/resourceOptions.js';
import { checkConnection } from './decorators/connectionNow.js';
import { type Source, wsResource } from './decorators/wsResource.js';
import { scoped } from './resource/declared.js';
import type { WS } from './ws.js';

/** What instances of a class made by `withWS` have. */
export interface WSMembers<M extends MessageMap> {
  /** The connection that the instance was bound to. */
  readonly ws: WS<M, any>;
  /** As `ws.send`. */
  send(message: OutgoingMessage<M>): boolean;
  send<const K extends OutgoingType<M>>(type: K, data: Outgoing<M>[K]): boolean;
  /** As `ws.request`. */
  request<const K extends RequestType<M>>(
    type: K,
    data: RequestOf<M, K>,
    options?: RequestOptions,
  ): Promise<ResponseOf<M, K>>;
}

/** What a class made by `withWS` has itself. */
export interface WSStatics<M extends MessageMap> {
  /** Events without prefix, and where they go, for all instances; a subclass that has its own does not inherit them. */
  routes?: WsEvents<M, any, ''>;
}

/** The scope in which an instance is being made: its `initialize` asks before it is known. */
let making: unknown;

/** The connections of instances that were made in a `scope`. */
const connections = /* @__PURE__ */ new WeakMap<object, WS<any, any>>();

/**
 * `wsResource` without decorators: a class to extend, whose instances are bound to a connection when they are made.
 *
 * ```ts
 * class Quote extends withWS(Backbone.Model, ws, { match: 'symbol' }) {
 *   static override routes = { 'message:quote': 'tick' } satisfies WsEvents<Market, Quote, ''>;
 *   tick(quote: { price: number }) { this.set(quote); }
 * }
 * ```
 *
 * An instance is bound before the fields of the class that extends this one are set; no message comes before its constructor has
 * ended. If that throws, the instance stays bound until `unbindAll(Class)`.
 *
 * @throws WSError as `wsResource`
 */
export function withWS<M extends MessageMap, B extends abstract new (...args: any[]) => Resource, R = any>(
  Base: B & { readonly prototype: R },
  ws: Source<M>['ws'],
  options?: ResourceOptions<M, OperationOf<R>>,
): B & (abstract new (...args: any[]) => WSMembers<M>) & WSStatics<M> {
  class Mixed extends (Base as any) {
    constructor(...args: unknown[]) {
      const outer = making;
      making = scoped();
      try {
        super(...args);
      } finally {
        making = outer;
      }
      if (scoped()) connections.set(this, scoped() as WS<M, any>);
    }
    get ws(): WS<M, any> {
      return connections.get(this) ?? checkConnection(making ?? (typeof ws === 'function' ? ws() : ws));
    }
    wsEvents(): unknown {
      const { routes } = this.constructor as WSStatics<M>;
      const inherited = super.wsEvents as unknown;
      return routes ?? (typeof inherited === 'function' ? inherited.call(this) : inherited);
    }
    send(...args: [any]): boolean {
      return this.ws.send(...args);
    }
    request(...args: [any, any]): Promise<any> {
      return this.ws.request(...args);
    }
  }
  Object.defineProperty(Mixed, 'name', { value: Base.name });
  return wsResource(ws, options as ResourceOptions<M>)(Mixed as any) as any;
}
