import type { Socket } from '../socket.js';

/** Runs once for each connection. */
export default function serve(socket: Socket) {
  const prices = new Map<string, number>();

  const timer = setInterval(() => {
    for (const [symbol, price] of prices) {
      const next = Math.max(1, price + Math.random() * 2 - 1);
      prices.set(symbol, next);
      socket.send(JSON.stringify({ type: 'quote', data: { symbol, price: next } }));
    }
  }, 300);

  socket.on('message', (text) => {
    const { type, data } = JSON.parse(String(text));
    if (type === 'subscribe') prices.set(data.symbol, 100);
    if (type === 'unsubscribe') prices.delete(data.symbol);
    if (type === 'ping') socket.send('{"type":"pong"}');
  });
  socket.on('close', () => clearInterval(timer));
}
