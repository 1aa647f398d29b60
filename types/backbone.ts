import type { SyncMode } from './policies.js';
import type { RequestOptions } from './requestOptions.js';

/** What `save`, `fetch` and `destroy` over a connection take beside Backbone's options. */
export interface SyncOptions extends RequestOptions {
  /** Another way than the connection's or the class's; `false` is `Backbone.sync` itself. */
  readonly sync?: SyncMode | undefined;
  /**
   * Takes up the save that still waits before it, so that one request goes out for both.
   * @default false
   */
  readonly coalesce?: boolean | undefined;
}

declare module 'backbone' {
  interface PersistenceOptions extends SyncOptions {
    /** `true`: by `Backbone.sync`, not over the connection. For jQuery, a function that makes an XMLHttpRequest. */
    xhr?: any;
  }
}
