import type { Socket } from '../socket.js';

export default function serve(socket: Socket) {
  const tell = () => socket.send(JSON.stringify({ type: 'time', data: { text: new Date().toLocaleTimeString('en') } }));
  const timer = setInterval(tell, 1000);
  setTimeout(tell, 0);
  socket.on('close', () => clearInterval(timer));
}
