import type { CollectionOperation, ModelOperation, Operation, ResourceDecorator } from '../../types/decorators.js';
import type { IncomingType, MessageMap, Registered } from '../../types/messages.js';
import type { ResourceOptions } from '../../types/resourceOptions.js';
import { misuse } from '../errors.js';
import { resolveResource } from '../options.js';
import { provideReader } from '../resource/declared.js';
import type { WS } from '../ws.js';
import { operationsOf } from './apply.js';
import { checkConnection } from './connectionNow.js';
import { type Config, readDeclaration } from './declaration.js';
import { wrap } from './wrap.js';

/** A conditional type, because the compiler infers no operations where this is `keyof`: it takes them for those of a whole map. */
type TypeToApply<M extends MessageMap> = Extract<IncomingType<M>, string>;

/** Reached through a property, so that an error shows what it may be. */
export interface Source<M extends MessageMap> {
  /** A connection, or a function that gives it when the first instance is made. */
  ws: WS<M, any> | (() => WS<M, any> | null | undefined);
}

/** What is applied is checked when the class is decorated, not when the first message comes. */
function checkApply(apply: Config['apply'], prototype: object): void {
  const names = Object.keys(operationsOf(prototype));
  for (const [type, operation] of Object.entries(apply ?? {})) {
    if (!names.includes(operation)) throw misuse('bad-option', `apply "${type}":`, names.join(' or '), operation);
  }
}

/**
 * Decorates a model, collection or view class: each instance is bound to the connection once its constructor has run, and its
 * decorated members get what they ask for. The class keeps its name, statics, `instanceof`, `extend` and `clone`.
 *
 * ```ts
 * @wsResource(ws)
 * class Quote extends Backbone.Model {
 *   @onMessage('quote') tick(quote: { price: number }) { this.set(quote); }
 * }
 * ```
 *
 * An instance of a subclass is bound by the outermost decorated class, once. If that class's constructor throws, nothing is bound.
 * The constructor of a subclass that is not decorated goes on after the instance was bound; if it throws then, the instance stays
 * bound until `unbindAll(Class)`. An instance that is made when the connection is destroyed already is not bound, which is told
 * on the console in development.
 *
 * @param ws the connection, or a function that gives it, for modules that import each other
 * @throws WSError `no-connection`, `bad-option`; `bad-decorator`: not a class of Backbone. Making an instance throws
 * `no-connection` if the function gives none, and what `ws.bind` throws
 */
export function wsResource<
  M extends MessageMap = Registered,
  O extends CollectionOperation | ModelOperation = Operation,
  K extends TypeToApply<M> = TypeToApply<M>,
>(ws: Source<M>['ws'], options?: ResourceOptions<M, O, K>): ResourceDecorator<O> {
  if (typeof ws !== 'function' || ws.prototype?.listenTo) checkConnection(ws);
  const config: Config = { ...resolveResource(options), source: ws };
  return ((target: any, context?: { kind?: string }, index?: unknown): unknown => {
    const isClass =
      typeof target === 'function' && (context === undefined ? index === undefined : context.kind === 'class');
    if (!isClass || typeof target.prototype?.listenTo !== 'function') {
      throw misuse('bad-decorator', '@wsResource:', 'a class with Backbone.Events', context?.kind ?? target);
    }
    checkApply(config.apply, target.prototype);
    provideReader(readDeclaration);
    return wrap(target, config);
  }) as ResourceDecorator<O>;
}
