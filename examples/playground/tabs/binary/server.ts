import { encode } from '@msgpack/msgpack';
import type { Socket } from '../socket.js';

export default function serve(socket: Socket) {
  const measure = () => {
    const values = Array.from({ length: 5 }, () => Math.random());
    const bytes = encode({ type: 'sample', data: { values, at: new Date() } });
    // A view of a larger buffer: what is sent is the view's own part.
    socket.send(bytes.slice().buffer);
  };
  const timer = setInterval(measure, 500);
  setTimeout(measure, 0);
  socket.on('close', () => clearInterval(timer));
}
