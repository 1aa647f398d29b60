/** How often a socket that has taken too much is looked at: no event tells when it has sent it. In milliseconds. */
const LOOK_MS = 50;

/**
 * Backpressure by `bufferedAmount`.
 *
 * @param amount bytes that the socket has taken and not sent
 * @param onLow called when they are few enough again
 * @see https://websockets.spec.whatwg.org/#dom-websocket-bufferedamount
 */
export function createPressure(highWaterMark: number, amount: () => number, onLow: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    timer = undefined;
    if (!pressure.isHigh()) onLow();
  };
  const pressure = {
    isHigh(): boolean {
      if (!(amount() > highWaterMark)) return false;
      timer ??= setTimeout(look, LOOK_MS);
      return true;
    },
    stop(): void {
      clearTimeout(timer);
      timer = undefined;
    },
  };
  return pressure;
}
