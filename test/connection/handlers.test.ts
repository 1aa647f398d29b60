import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { type Connection, connecting } from './traced.js';

const accept = ({ FakeWebSocket }: Connection) => FakeWebSocket.last.server.accept();
const receive = (frame: string) => (connection: Connection) => {
  accept(connection);
  connection.FakeWebSocket.last.server.send(frame);
};
const lose = (connection: Connection) => {
  accept(connection);
  connection.FakeWebSocket.last.server.drop();
};

/** What brings each event about, and the options that it takes. */
const causes: { [event: string]: [act: (connection: Connection) => void, options?: object] } = {
  'ws:open': [accept],
  'ws:message:quote': [receive('{"type":"quote"}')],
  'ws:message': [receive('{"type":"quote"}')],
  'ws:invalid': [receive('{"type":')],
  'ws:error': [lose],
  'ws:close': [lose],
  'ws:reopening': [lose],
  'ws:noretries': [lose, { retries: 0 }],
  'ws:dropped': [({ ws }) => void ws.send('x'), { outbox: { limit: 0, overflow: 'drop-newest' } }],
};
const events = Object.keys(causes);

/** Runs `act` once, in a listener or in the handler of something bound, when the event comes. */
function react(event: string, how: string, act: (connection: Connection) => void) {
  const [cause, options] = causes[event]!;
  const connection = connecting({ keepOpen: true, ...options });
  const { ws, trace } = connection;
  let isDone = false;
  const handler = vi.fn(() => {
    if (isDone) return;
    isDone = true;
    trace.length = 0;
    act(connection);
  });
  if (how === 'a listener') ws.on(event, handler);
  else ws.bind(new Backbone.Model(), { [event]: handler });
  cause(connection);
  return { ...connection, handler };
}

let reported: ReturnType<typeof vi.fn>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('reportError', (reported = vi.fn()));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe.each(['a listener', 'a bound handler'])('in %s', (how) => {
  it.each(events)('destroy in %s is the end', async (event) => {
    const { ws, FakeWebSocket, trace, handler } = react(event, how, ({ ws }) => ws.destroy());
    const told = [...trace];
    await flush();
    vi.advanceTimersByTime(60_000);
    await flush();
    expect(handler).toHaveBeenCalledOnce();
    expect(trace).toEqual(told);
    // The rest of the same event is no news; any other would be.
    const same = event.slice('ws:'.length);
    expect(trace.filter((line) => !line.startsWith('close') && !line.startsWith(same))).toEqual([]);
    expect(ws).toMatchObject({ state: 'idle', socket: null, resources: [] });
    expect(FakeWebSocket.live).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    expect(FakeWebSocket.errors).toEqual([]);
  });

  it.each(events)('close in %s is followed by no attempt', async (event) => {
    const { ws, FakeWebSocket } = react(event, how, ({ ws }) => ws.close());
    await flush();
    vi.advanceTimersByTime(60_000);
    expect(ws.state).toBe('closed');
    expect(ws.socket).toBeNull();
    expect(FakeWebSocket.live).toEqual([]);
    expect(FakeWebSocket.errors).toEqual([]);
  });

  it.each(events)('open in %s leaves one socket', async (event) => {
    const { ws, FakeWebSocket } = react(event, how, ({ ws }) => ws.open());
    // The attempt that was asked for ends the one that waits, which otherwise would start within this time.
    vi.advanceTimersByTime(19_000);
    await flush();
    expect(FakeWebSocket.live).toEqual([ws.socket]);
    expect(FakeWebSocket.errors).toEqual([]);
  });

  it.each(events)('destroy and open in %s begin anew', async (event) => {
    const { ws, FakeWebSocket, trace } = react(event, how, ({ ws }) => ws.destroy().open());
    trace.length = 0;
    accept({ ws, FakeWebSocket, trace });
    vi.advanceTimersByTime(60_000);
    await flush();
    expect(trace).toEqual(['open']);
    expect(FakeWebSocket.live).toEqual([ws.socket]);
  });

  it.each(events.filter((event) => event !== 'ws:noretries'))('what %s throws stops no reconnect', (event) => {
    const fault = new Error('fault');
    const { ws, FakeWebSocket } = react(event, how, () => {
      throw fault;
    });
    if (FakeWebSocket.last.readyState === 0) accept({ ws, FakeWebSocket, trace: [] });
    FakeWebSocket.last.server.drop();
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    expect(ws.isOpen).toBe(true);
    expect(FakeWebSocket.errors).toEqual([]);
  });

  it.each(events.filter((event) => event !== 'ws:error'))('what %s throws becomes an error event', (event) => {
    const fault = new Error('fault');
    const { trace } = react(event, how, () => {
      throw fault;
    });
    expect(trace.filter((line) => line.startsWith('error fault'))).toHaveLength(1);
    expect(reported).not.toHaveBeenCalled();
  });

  it('what ws:error throws each time is reported', () => {
    const fault = new Error('fault');
    const fail = () => {
      throw fault;
    };
    const { ws, FakeWebSocket } = connecting({ keepOpen: true });
    if (how === 'a listener') ws.on('ws:error', fail);
    else ws.bind(new Backbone.Model(), { 'ws:error': fail });
    FakeWebSocket.last.server.refuse();
    expect(reported.mock.calls).toEqual([[fault]]);
  });
});

it('a resource that is bound and a listener that throw both are heard, and the others run', () => {
  const { ws, FakeWebSocket, trace } = connecting();
  const model = new Backbone.Model();
  const after = vi.fn();
  const fail = (word: string) => () => {
    throw new Error(word);
  };
  ws.bind(model, { 'ws:open': fail('bound') });
  ws.bind(new Backbone.Model(), { 'ws:open': after });
  ws.on('ws:open', fail('listener'));
  ws.on('ws:open', after);
  FakeWebSocket.last.server.accept();
  expect(trace).toEqual(['error bound while open', 'open', 'error listener while open']);
  expect(after).toHaveBeenCalledTimes(2);
});

it('what is thrown where nobody listens to errors is reported', () => {
  const { ws, FakeWebSocket } = connecting();
  const fault = new Error('fault');
  ws.off();
  ws.on('ws:open', () => {
    throw fault;
  });
  FakeWebSocket.last.server.accept();
  FakeWebSocket.last.server.drop();
  expect(reported.mock.calls).toEqual([[fault]]);
});

it('what is thrown goes to the console where there is no reportError', () => {
  vi.stubGlobal('reportError', undefined);
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { ws, FakeWebSocket } = connecting();
  const fault = new Error('fault');
  ws.off();
  ws.on('ws:open', () => {
    throw fault;
  });
  FakeWebSocket.last.server.accept();
  expect(error.mock.calls).toEqual([[fault]]);
  error.mockRestore();
});
