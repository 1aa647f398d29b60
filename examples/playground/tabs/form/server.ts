import type { Socket } from '../socket.js';

let profile = { id: 1, name: 'Grace', email: 'grace@example.com' };
let version = 1;

export default function serve(socket: Socket) {
  socket.on('message', (text) => {
    const { type, data, id } = JSON.parse(String(text));
    const reply = (content: object) => setTimeout(() => socket.send(JSON.stringify({ id, ...content })), 150);

    if (type === 'profile.read') reply({ data: profile });
    else if (!/^\S+@\S+$/.test(data.email)) reply({ error: { message: `"${data.email}" is no e-mail address` } });
    else {
      profile = { ...profile, ...data };
      reply({ data: { version: ++version } });
    }
  });
}
