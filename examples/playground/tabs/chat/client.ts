import Backbone from 'backbone';
import { createDecorators, WS } from 'backbone.ws';

interface Line {
  id: number;
  name: string;
  text: string;
}
interface Chat {
  incoming: { said: Line | Line[]; removed: { id: number } };
  outgoing: { say: { text: string } };
}

const ws = new WS<Chat>('ws://example.com/chat', { resilient: true, backoff: { baseMs: 1000 } });
const { wsResource } = createDecorators<Chat>();

// The room is known by the ids of its lines: what comes again after a reconnect is not added twice.
@wsResource(ws, { apply: { said: 'add', removed: 'remove' } })
class Room extends Backbone.Collection {}

const room = new Room();
const app = document.getElementById('app')!;
app.innerHTML = `<h2>Chat room</h2><ul id="lines"></ul>
  <form><label>Say <input name="text" required autocomplete="off"></label><button>Send</button></form>`;

room.on('update change', () => {
  const lines = room.map((line) => {
    const item = document.createElement('li');
    item.textContent = `${line.get('name')}: ${line.get('text')}`;
    return item;
  });
  document.getElementById('lines')!.replaceChildren(...lines);
});

app.querySelector('form')!.onsubmit = (event) => {
  event.preventDefault();
  const { text } = (event.target as HTMLFormElement).elements as unknown as { text: HTMLInputElement };
  ws.send('say', { text: text.value }); // waits if the line is down
  text.value = '';
};
