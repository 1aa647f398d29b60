import type { InspectorEntry } from './recorder.js';

/** What was written down, as JSON. */
export const toJson = (entries: readonly InspectorEntry[]): string => JSON.stringify(entries, null, 2);

/**
 * As an HTTP Archive with one entry, whose frames stand in `_webSocketMessages`, where browsers' tools put and find them.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function toHar(entries: readonly InspectorEntry[], url: string): string {
  const frames = entries.filter(({ direction }) => direction !== 'event');
  const headers = { headers: [], cookies: [], headersSize: -1, bodySize: -1, httpVersion: 'HTTP/1.1' };
  const har = {
    log: {
      version: '1.2',
      creator: { name: 'backbone.ws', version: '1' },
      entries: [
        {
          startedDateTime: new Date(entries[0]?.time ?? 0).toISOString(),
          time: (entries.at(-1)?.time ?? 0) - (entries[0]?.time ?? 0),
          request: { method: 'GET', url, queryString: [], ...headers },
          response: {
            ...{ status: 101, statusText: 'Switching Protocols', redirectURL: '', ...headers },
            content: { size: 0, mimeType: '' },
          },
          cache: {},
          timings: { send: 0, wait: 0, receive: 0 },
          _resourceType: 'websocket',
          _webSocketMessages: frames.map(({ direction, time, text }) => ({
            type: direction === 'in' ? 'receive' : 'send',
            time: time / 1000,
            opcode: text.startsWith('(binary') ? 2 : 1,
            data: text,
          })),
        },
      ],
    },
  };
  return JSON.stringify(har, null, 2);
}
