/** The events of a fake socket are plain objects: they compare with `toEqual` and print readably. */
export interface FakeEvent<Target = unknown> {
  readonly type: 'open' | 'error';
  readonly target: Target;
}

/** The event of a message, with the fields of a `MessageEvent` that matter. */
export interface FakeMessageEvent<Target = unknown> {
  readonly type: 'message';
  readonly target: Target;
  readonly data: string | ArrayBuffer | Blob;
}

/** The event of a closed socket, with the fields of a `CloseEvent`. */
export interface FakeCloseEvent<Target = unknown> {
  readonly type: 'close';
  readonly target: Target;
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

export type AnyFakeEvent<Target = unknown> = FakeEvent<Target> | FakeMessageEvent<Target> | FakeCloseEvent<Target>;

export type EventType = AnyFakeEvent['type'];

/** An event before it is known whose it is. */
export type EventDetail =
  | { type: 'open' | 'error' }
  | { type: 'message'; data: string | ArrayBuffer | Blob }
  | { type: 'close'; code: number; reason: string; wasClean: boolean };

export type Handler = ((event: any) => void) | null;

/** What `addEventListener` takes. */
export type Listener = ((event: any) => void) | { handleEvent(event: any): void };

export interface ListenerOptions {
  once?: boolean;
  signal?: AbortSignal;
}

interface Entry {
  type: string;
  listener: Listener;
  once: boolean;
  /** Set by an `on…` property. It keeps its place in the order when another function replaces it, as in HTML. */
  property: boolean;
}

/**
 * The listeners of one socket. A native `EventTarget` would do, were it not that Node throws a listener's error as an
 * uncaught exception, out of the reach of the test that expects it.
 */
export class Listeners {
  #entries: Entry[] = [];

  add(type: string, listener: Listener | null, options: boolean | ListenerOptions = {}): void {
    const { once = false, signal } = typeof options === 'boolean' ? {} : options;
    if (!listener || signal?.aborted || this.#find(type, listener)) return;
    this.#entries.push({ type, listener, once, property: false });
    signal?.addEventListener('abort', () => this.remove(type, listener), { once: true });
  }

  remove(type: string, listener: Listener | null): void {
    this.#drop(listener && this.#find(type, listener));
  }

  getHandler(type: EventType): Handler {
    return (this.#findProperty(type)?.listener as Handler | undefined) ?? null;
  }

  setHandler(type: EventType, handler: Handler): void {
    const entry = this.#findProperty(type);
    if (typeof handler !== 'function') this.#drop(entry);
    else if (entry) entry.listener = handler;
    else this.#entries.push({ type, listener: handler, once: false, property: true });
  }

  emit(event: AnyFakeEvent, report: (error: unknown) => void): void {
    for (const entry of this.#entries.filter(({ type }) => type === event.type)) {
      if (!this.#entries.includes(entry)) continue; // removed by a listener before it
      if (entry.once) this.#drop(entry);
      try {
        if (typeof entry.listener === 'function') entry.listener.call(event.target, event);
        else entry.listener.handleEvent(event);
      } catch (error) {
        report(error);
      }
    }
  }

  #find(type: string, listener: Listener): Entry | undefined {
    return this.#entries.find((entry) => !entry.property && entry.type === type && entry.listener === listener);
  }

  #findProperty(type: EventType): Entry | undefined {
    return this.#entries.find((entry) => entry.property && entry.type === type);
  }

  #drop(entry: Entry | null | undefined): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }
}
