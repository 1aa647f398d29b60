import * as msgpack from '@msgpack/msgpack';
import Backbone from 'backbone';
import * as library from 'backbone.ws';
import * as inspector from 'backbone.ws/inspector';
import * as testing from 'backbone.ws/testing';
import $ from 'jquery';
import { WebSocket as PageSocket, Server } from 'mock-socket';
import { disturb, install, openNative } from './line.js';
import type { FromFrame, Program, ToFrame } from './protocol.js';

Backbone.$ = $;

const tell = (message: FromFrame): void => parent.postMessage(message, location.origin);
const problem = document.getElementById('problem')!;

function report(error: unknown): void {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  problem.textContent = text;
  tell({ kind: 'problem', text });
}
addEventListener('error', ({ error, message }) => report(error ?? message));
addEventListener('unhandledrejection', ({ reason }) => report(reason));

/** The first connection that the code makes is shown in the inspector. */
let isInspected = false;
class WS extends library.WS<any, any> {
  constructor(...args: [any, any?]) {
    super(...args);
    if (isInspected) return;
    isInspected = true;
    inspector.inspect(this, { target: document.getElementById('inspector')! });
  }
}

const modules: Record<string, unknown> = {
  backbone: { __esModule: true, default: Backbone, ...Backbone },
  jquery: { __esModule: true, default: $ },
  'backbone.ws': { ...library, __esModule: true, WS },
  'backbone.ws/global': {},
  'backbone.ws/inspector': inspector,
  'backbone.ws/testing': testing,
  '@msgpack/msgpack': msgpack,
};

/** Runs a compiled module and gives what it exports. */
function load(code: string, name: string): any {
  const exports: Record<string, unknown> = {};
  const require = (id: string): unknown => {
    if (id in modules) return modules[id];
    throw new Error(`"${id}" is not here. There are: ${Object.keys(modules).join(', ')}.`);
  };
  new Function('require', 'exports', `${code}\n//# sourceURL=${name}`)(require, exports);
  return exports;
}

function run({ tab, isReal, client, server }: Program): void {
  const address = `ws://playground/${tab}`;
  if (isReal) {
    const real = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/server/${tab}`;
    install((_url, protocols) => openNative(real, protocols));
  } else {
    const { default: serve } = load(server, `${tab}-server.js`);
    if (typeof serve !== 'function') throw new TypeError('server: expected a default export, a function of a socket');
    new Server(address, { mock: false }).on('connection', (socket) => serve(socket));
    install((_url, protocols) => new PageSocket(address, protocols) as unknown as WebSocket);
  }
  Object.assign(Backbone, { WS });
  load(client, `${tab}.js`);
}

addEventListener('message', ({ data, source }: MessageEvent<ToFrame>) => {
  if (source !== parent) return;
  try {
    if (data.kind === 'run') run(data.program);
    if (data.kind === 'fault') disturb(data.fault);
  } catch (error) {
    report(error);
  }
});
tell({ kind: 'ready' });
