import type { CollectionOperation, ModelOperation, Operation, ResourceDecorator } from '../../types/decorators.js';
import type { MessageMap } from '../../types/messages.js';
import type { ResourceOptions } from '../../types/resourceOptions.js';
import { type OnAnyMessage, onAnyMessage } from './onAnyMessage.js';
import { onClose } from './onClose.js';
import { onError } from './onError.js';
import { onInvalid } from './onInvalid.js';
import { type OnMessage, onMessage } from './onMessage.js';
import { onNoRetries } from './onNoRetries.js';
import { onOpen } from './onOpen.js';
import { type Source, wsResource } from './wsResource.js';

/** All decorators, typed by one map of messages. */
export interface Decorators<M extends MessageMap> {
  /** See {@link wsResource}. */
  wsResource: <O extends CollectionOperation | ModelOperation = Operation>(
    ws: Source<M>['ws'],
    options?: ResourceOptions<M, O>,
  ) => ResourceDecorator<O>;
  /** See {@link onMessage}. */
  onMessage: OnMessage<M>;
  /** See {@link onAnyMessage}. */
  onAnyMessage: OnAnyMessage<M>;
  /** See {@link onOpen}. */
  onOpen: typeof onOpen;
  /** See {@link onClose}. */
  onClose: typeof onClose;
  /** See {@link onError}. */
  onError: typeof onError;
  /** See {@link onNoRetries}. */
  onNoRetries: typeof onNoRetries;
  /** See {@link onInvalid}. */
  onInvalid: typeof onInvalid;
}

/**
 * The decorators typed by a map of messages. They are the same functions each time; only the types differ.
 *
 * ```ts
 * const { wsResource, onMessage } = createDecorators<Market>();
 * ```
 */
export const createDecorators = <M extends MessageMap>(): Decorators<M> =>
  ({
    wsResource,
    onMessage,
    onAnyMessage,
    onOpen,
    onClose,
    onError,
    onNoRetries,
    onInvalid,
  }) as unknown as Decorators<M>;
