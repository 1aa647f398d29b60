/**
 * Codes of a close after which another attempt would end the same way. All others may pass: 1000 and 1001 are what servers say when
 * they restart, 1006 is a lost line, 1007 and 1009 are about one message, 1011 to 1014 are troubles of the server, 1015 is a
 * handshake of TLS that the next network may carry; what 4000 to 4999 mean only an application knows, but for the habit of naming
 * them after the codes of HTTP.
 */
const codes: readonly number[] = [
  1002, // protocol error: one side does not speak WebSocket as the other does
  1003, // unsupported data: the server does not take this kind of frames
  1008, // policy violation: the server does not want this client
  1010, // an extension is missing that the client must have
  3000, // unauthorized
  3003, // forbidden
  4400, // bad request
  4401, // unauthorized
  4403, // forbidden
  4404, // not found
];

/**
 * Whether a close with this code should not be followed by an attempt. With `resilient` it decides, unless `shouldReopen` is given,
 * which may ask it: `shouldReopen: ({ code }) => code !== 4000 && !isFatalClose(code)`.
 *
 * @see RFC 6455 §7.4.1, https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number
 */
export const isFatalClose = (code: number): boolean => codes.includes(code);
