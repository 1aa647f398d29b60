import { expect, it } from 'vitest';
import { flush } from '../support/until.js';
import { join, serve } from './guest.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (frame: any) => new TextDecoder().decode(frame);

it('is JSON by default, in text, in any kind of binary frame', async () => {
  const server = serve();
  const { socket } = await join(server);
  socket.send('1');
  socket.send(bytesOf('2'));
  socket.send(bytesOf('3').buffer);
  socket.send(new Blob(['4']));
  socket.send('5');
  socket.send('[6,7]');
  await flush();
  await flush();
  expect(server.received).toEqual([1, 2, 3, 4, 5, [6, 7]]);
  socket.send('8');
  expect(server.received.at(-1)).toBe(8);
});

it('leaves as it came what it cannot decode', async () => {
  const server = serve();
  const { socket } = await join(server);
  const bytes = new Uint8Array([0x22, 0xff, 0x22]); // a string in JSON, but no UTF-8
  socket.send('{');
  socket.send(bytes);
  await flush();
  expect(server.received).toEqual(['{', bytes]);
});

it('may be another one, whose arrays are several messages', async () => {
  const codec = {
    encode: (message: any) => bytesOf(`${message.type}|${message.data}|${message.id ?? ''}`),
    decode: (frame: ArrayBuffer) =>
      textOf(frame)
        .split(';')
        .map((part) => {
          const [type, data, id] = part.split('|');
          return { type, data, id: id || undefined };
        }),
  };
  const server = serve({ codec });
  const { socket } = await join(server);
  const seen: string[] = [];
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => seen.push(textOf(data));
  server.on('say', (data, client) => client.send('said', `${data}!`));
  socket.send(bytesOf('say|hi|;say|ho|'));
  await flush();
  expect(seen).toEqual(['said|hi!|', 'said|ho!|']);
  expect(server.received).toHaveLength(2);
});

it('may take its time; what comes behind it, and the close, keep their order', async () => {
  const codec = {
    encode: JSON.stringify,
    binaryType: 'blob' as const,
    decode: async (frame: string | Blob) => {
      const text = typeof frame === 'string' ? frame : await frame.text();
      if (text === 'bad') throw new Error('bad');
      return JSON.parse(text);
    },
  };
  const server = serve({ codec });
  const guest = await join(server);
  guest.socket.send(bytesOf('{"slow":1}'));
  guest.socket.send('{"fast":2}');
  guest.socket.send('bad');
  guest.socket.close(4001);
  await flush();
  await flush();
  expect(server.received).toEqual([{ slow: 1 }, { fast: 2 }, 'bad']);
  expect(guest.trace.at(-1)).toBe('close 4001 clean@3');
  const events = server.history.map(({ event }) => event);
  expect(events.lastIndexOf('in')).toBeLessThan(events.indexOf('close'));
});

it('does not make a close of one that was overtaken while a frame was decoded', async () => {
  const server = serve();
  const guest = await join(server);
  guest.socket.send(new Blob(['1']));
  guest.socket.close(4001);
  server.last.close(4002);
  await flush();
  await flush();
  expect(guest.trace.slice(1)).toEqual(['close 4002 clean@3']);
  expect(server.history.filter(({ event }) => event === 'close').map(({ text }) => text)).toEqual([
    'by the server 4002',
  ]);
});
