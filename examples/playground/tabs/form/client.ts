import Backbone from 'backbone';
import { createDecorators, WS, type WSError } from 'backbone.ws';

interface Profiles {
  incoming: { 'profile.changed': { id: number; name: string } };
  requests: {
    'profile.read': { request: { id: number }; response: { id: number; name: string; email: string } };
    'profile.save': { request: { name: string; email: string }; response: { version: number } };
  };
}

const ws = new WS<Profiles>('ws://example.com/form', { resilient: true, backoff: { baseMs: 1000 } });
const { wsResource } = createDecorators<Profiles>();

// save() and fetch() are requests over the socket.
@wsResource(ws, { sync: { read: 'profile.read', create: 'profile.save', update: 'profile.save' } })
class Profile extends Backbone.Model {}

const profile = new Profile({ id: 1 });
const app = document.getElementById('app')!;
app.innerHTML = `<h2>Save a form</h2>
  <form>
    <label>Name <input name="name"></label>
    <label>E-mail <input name="email"></label>
    <button>Save</button>
  </form>
  <p role="status"></p>`;

const form = app.querySelector('form')!;
const status = app.querySelector('p')!;
const say = (text: string, isError = false) => {
  status.textContent = text;
  status.className = isError ? 'error' : '';
};
const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;

profile.on('sync', () => {
  for (const name of ['name', 'email']) input(name).value = profile.get(name);
});
profile.fetch({ retry: true });

form.onsubmit = (event) => {
  event.preventDefault();
  say(ws.isOpen ? 'Saving…' : 'Waiting for the connection…');
  profile.save(
    { name: input('name').value, email: input('email').value },
    {
      wait: true,
      retry: true,
      success: () => say(`Saved as version ${profile.get('version')}.`),
      error: (_model, error: any) => say(`Not saved: ${(error as WSError)?.message ?? error}`, true),
    },
  );
};
