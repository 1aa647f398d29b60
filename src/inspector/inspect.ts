import type { AnyWS } from './inside.js';
import { createPanel } from './panel.js';
import { createRecorder, type Recorder, type RecorderOptions } from './recorder.js';

/** Where the panel goes, and how much it keeps. */
export interface InspectOptions extends RecorderOptions {
  /**
   * What it is appended to.
   * @default document.body
   */
  readonly target?: Element;
}

/** An inspector at work. */
export interface Inspector {
  /** The custom element `backbone-ws-inspector`. */
  readonly element: HTMLElement;
  /** What has been written down. */
  readonly recorder: Recorder;
  /** Takes the panel away and leaves the connection as it was. */
  dispose(): void;
}

const name = 'backbone-ws-inspector';

/** Defined when it is needed: importing this must not need a DOM. */
function define(): void {
  if (customElements.get(name)) return;
  customElements.define(name, class extends HTMLElement {});
}

/**
 * Shows what a connection does: a panel in a shadow root, with styles of its own. Nothing is sent anywhere. It keeps the newest 500
 * lines; a connection that nobody inspects pays nothing.
 *
 * ```ts
 * import { inspect } from 'backbone.ws/inspector';
 *
 * const inspector = inspect(ws);
 * ```
 *
 * @throws WSError `bad-argument`: not a connection
 */
export function inspect(ws: AnyWS, { target = document.body, ...options }: InspectOptions = {}): Inspector {
  const recorder = createRecorder(ws, options);
  define();
  const element = document.createElement(name);
  target.append(element);
  const panel = createPanel(element.attachShadow({ mode: 'open' }), ws, recorder, options.seconds ?? 120);
  return {
    element,
    recorder,
    dispose() {
      panel.dispose();
      recorder.dispose();
      element.remove();
    },
  };
}
