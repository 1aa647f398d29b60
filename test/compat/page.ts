import Backbone from 'backbone';
import { onTestFinished, vi } from 'vitest';
import '../../src/global.js';
import type { AnyMessages, WSOptions } from '../../src/index.js';
import type { FakeSocketOptions } from '../../src/testing/index.js';
import { play } from '../support/play.js';

export const url = 'ws://server/';

/**
 * A page as 0.4.0 was used on: it finds `WebSocket` and `Backbone.WS`, and passes nothing but a URL and options. The
 * server, played by the test, has not accepted yet.
 */
export function visit<P extends string = 'ws'>(options?: WSOptions<AnyMessages, P>, fake?: FakeSocketOptions) {
  return play((WebSocket) => {
    vi.stubGlobal('WebSocket', WebSocket);
    onTestFinished(() => {
      vi.unstubAllGlobals();
    });
    return new Backbone.WS<AnyMessages, P>(url, options);
  }, fake);
}

/** The same, with the connection open. */
export function visitOpen<P extends string = 'ws'>(options?: WSOptions<AnyMessages, P>) {
  const page = visit<P>(options);
  page.accept();
  return page;
}
