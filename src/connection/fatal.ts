/**
 * Codes of a close after which another attempt would end the same way, each with the reason. All others may pass: 1000 and 1001 are
 * what servers say when they restart, 1006 is a lost line, 1007 and 1009 are about one message, 1011 to 1014 are troubles of the
 * server, 1015 a handshake of TLS that the next network may carry; what 4000 to 4999 mean only an application knows.
 */
const reasons: { readonly [code: number]: string } = {
  1002: 'protocol error: one side does not speak WebSocket as the other does',
  1003: 'unsupported data: the server does not take this kind of frames',
  1008: 'policy violation: the server does not want this client',
  1010: 'an extension that the server does not have',
  3000: 'unauthorized',
  3003: 'forbidden',
  4400: 'bad request, by the habit of naming codes after those of HTTP',
  4401: 'unauthorized, by the same habit',
  4403: 'forbidden, by the same habit',
  4404: 'not found, by the same habit',
};

/**
 * Why no attempt should follow a close with this code; undefined if one should. With `resilient` it decides, unless `shouldReopen` is
 * given.
 *
 * @see RFC 6455 §7.4.1, https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number
 */
export const fatalReason = (code: number): string | undefined => reasons[code];

/** Whether a close with this code should not be followed by an attempt; for a `shouldReopen` of one's own. */
export const isFatalClose = (code: number): boolean => code in reasons;
