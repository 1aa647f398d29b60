import Backbone from 'backbone';
import { bind, WS } from 'backbone.ws';

const ws = new WS('ws://example.com/plain', { keepOpen: true });

// No decorators, no classes: as it was written for Backbone.WS 0.4.0.
const Clock = Backbone.Model.extend({
  tick(time) {
    this.set(time);
  },
});
const clock = new Clock();
const undo = bind(ws, clock, { 'ws:message:time': 'tick', 'ws:close': 'stopped' });

const app = document.getElementById('app');
app.innerHTML = '<h2>Plain JavaScript</h2><p id="time"></p><p id="note"></p><button id="toggle">Unbind</button>';

clock.on('change', () => {
  document.getElementById('time').textContent = `The server says ${clock.get('text')}.`;
});
clock.on('stopped', () => {
  document.getElementById('note').textContent = 'The line is down; it comes back in 3 s.';
});
ws.on('ws:open', () => {
  document.getElementById('note').textContent = 'The line is up.';
});
document.getElementById('toggle').onclick = () => {
  undo();
  document.getElementById('note').textContent = 'Unbound: the clock gets no message any more.';
};
