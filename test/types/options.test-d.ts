import { describe, expectTypeOf, it } from 'vitest';
import { type Codec, type SyncMode, WS, type WSOptions } from '../../src/index.js';

const url = 'wss://example.com/feed';

describe('the option sync', () => {
  it('is a boolean, requests, a map of their types, or a function', () => {
    new WS(url, { sync: false });
    new WS(url, { sync: true });
    new WS(url, { sync: 'request' });
    new WS(url, { sync: {} });
    new WS(url, { sync: { create: 'a', read: 'b', update: 'c', patch: 'd', delete: 'e' } });
    new WS(url, { sync: () => ({ type: 'save' }) });
    expectTypeOf<WSOptions['sync']>().toEqualTypeOf<SyncMode | undefined>();
  });

  it('as a function gets the method, and may leave a call alone', () => {
    new WS(url, {
      sync(method, model) {
        expectTypeOf(method).toEqualTypeOf<'create' | 'read' | 'update' | 'patch' | 'delete'>();
        return method !== 'read' && { type: `note.${method}`, data: model.toJSON() };
      },
    });
    new WS(url, { sync: () => null });
    new WS(url, { sync: () => undefined });
  });

  it('is no other text, method or kind', () => {
    // @ts-expect-error it is called request
    new WS(url, { sync: 'requests' });
    // @ts-expect-error the method is called create
    new WS(url, { sync: { creat: 'note.create' } });
    // @ts-expect-error methods of HTTP are others
    new WS(url, { sync: { create: 'note.create', put: 'note.update' } });
    // @ts-expect-error a type is a text
    new WS(url, { sync: { create: 7 } });
    // @ts-expect-error what it means stands in a map
    new WS(url, { sync: ['note.create'] });
    // @ts-expect-error true, or nothing
    new WS(url, { sync: 1 });
  });

  it('as a function gives nothing else', () => {
    // @ts-expect-error the type stands in an object
    new WS(url, { sync: () => 'note.create' });
    // @ts-expect-error the type is missing
    new WS(url, { sync: () => ({ data: {} }) });
    // @ts-expect-error a type is a text
    new WS(url, { sync: () => ({ type: 7 }) });
    // @ts-expect-error only false leaves a call alone
    new WS(url, { sync: () => true });
    // @ts-expect-error a promise gives it too late
    new WS(url, { sync: async () => ({ type: 'note.create' }) });
    // @ts-expect-error a method is a text
    new WS(url, { sync: (method: number) => ({ type: `note.${method}` }) });
  });
});

describe('the option codec', () => {
  it('encodes to what a socket takes, and decodes to anything, now or later', () => {
    const json: Codec = { encode: (message) => JSON.stringify(message), decode: (frame) => JSON.parse(frame) };
    new WS(url, { codec: json });
    new WS(url, { codec: { encode: () => new ArrayBuffer(1), decode: (frame: ArrayBuffer) => [frame, frame] } });
    new WS(url, { codec: { encode: () => new Uint8Array(1), decode: () => {}, binaryType: 'arraybuffer' } });
    new WS(url, { codec: { encode: () => new Blob([]), decode: async (frame: Blob) => frame, binaryType: 'blob' } });
    new WS(url, { codec: { encode: (message: { type: string }) => message.type, decode: () => null } });
    expectTypeOf<ReturnType<Codec['decode']>>().toBeUnknown();
  });

  it('has both ways, under their names', () => {
    // @ts-expect-error decode is missing
    new WS(url, { codec: { encode: () => '' } });
    // @ts-expect-error encode is missing
    new WS(url, { codec: { decode: () => '' } });
    // @ts-expect-error these are called otherwise
    new WS(url, { codec: JSON });
    // @ts-expect-error a name is no codec
    new WS(url, { codec: 'msgpack' });
    // @ts-expect-error a function goes one way
    new WS(url, { codec: JSON.parse });
    // @ts-expect-error it is called binaryType
    new WS(url, { codec: { encode: () => '', decode: () => {}, binarytype: 'blob' } });
  });

  it('has no others', () => {
    // @ts-expect-error a socket takes text or bytes
    new WS(url, { codec: { encode: () => 7, decode: () => {} } });
    // @ts-expect-error an object has to be encoded
    new WS(url, { codec: { encode: (message: object) => message, decode: () => {} } });
    // @ts-expect-error there has to be a frame
    new WS(url, { codec: { encode: () => undefined, decode: () => {} } });
    // @ts-expect-error what goes out does not wait
    new WS(url, { codec: { encode: async () => '', decode: () => {} } });
    // @ts-expect-error one frame comes at a time
    new WS(url, { codec: { encode: () => '', decode: (frame: string, more: string) => frame + more } });
    // @ts-expect-error browsers know two kinds
    new WS(url, { codec: { encode: () => '', decode: () => {}, binaryType: 'nodebuffer' } });
  });
});

describe('the options of requests and answers', () => {
  it('name fields, or disable them, and say how long', () => {
    new WS(url, { idAttribute: 'ref', errorAttribute: 'err', requestTimeoutMs: 0, answers: true });
    new WS(url, { idAttribute: false, errorAttribute: null });
    // @ts-expect-error a field has a name
    new WS(url, { idAttribute: 7 });
    // @ts-expect-error false, or a name
    new WS(url, { errorAttribute: true });
    // @ts-expect-error milliseconds are a number
    new WS(url, { requestTimeoutMs: '1000' });
    // @ts-expect-error true or false
    new WS(url, { answers: 'all' });
  });
});
