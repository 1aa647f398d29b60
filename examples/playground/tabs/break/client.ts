import Backbone from 'backbone';
import { createDecorators, WS } from 'backbone.ws';

interface Counter {
  incoming: { count: { value: number; seq: number } };
  outgoing: { since: { seq: number } };
}

// Use the buttons above: the count must be right again each time, without a number left out or counted twice.
const ws = new WS<Counter>('ws://example.com/break', {
  resilient: true,
  backoff: { baseMs: 1000 },
  heartbeat: { intervalMs: 1000, timeoutMs: 1000 },
  resume: { cursor: 'seq', message: (seq) => ['since', { seq }] },
});
ws.cursor = 0; // from the very first number
const { wsResource, onMessage, onInvalid } = createDecorators<Counter>();

@wsResource(ws)
class Sum extends Backbone.Model {
  override defaults() {
    return { sum: 0, last: 0, invalid: 0 };
  }
  @onMessage('count') add({ value, seq }: { value: number; seq: number }) {
    this.set({ sum: this.get('sum') + value, last: seq });
  }
  @onInvalid() strange() {
    this.set({ invalid: this.get('invalid') + 1 });
  }
}

const sum = new Sum();
const app = document.getElementById('app')!;
app.innerHTML = `<h2>Break it</h2>
  <p>The server adds 1, 2, 3 …; the sum of n numbers must be n × (n + 1) / 2.</p>
  <p id="sum"></p><ol id="story"></ol>`;

sum.on('change', () => {
  const { sum: total, last, invalid } = sum.attributes;
  const isRight = total === (last * (last + 1)) / 2;
  document.getElementById('sum')!.textContent =
    `${last} numbers, sum ${total}: ${isRight ? 'right' : 'WRONG'}; ${invalid} frames that were no messages`;
});

const say = (text: string) => {
  const item = document.createElement('li');
  item.textContent = text;
  document.getElementById('story')!.prepend(item);
};
ws.on('ws:close', ({ code, reason }) => say(`closed: ${code} ${reason}`));
ws.on('ws:reopening', ({ attempt, delayMs }) => say(`attempt ${attempt} in ${Math.round(delayMs)} ms`));
ws.on('ws:open', ({ reopened }) => say(reopened ? 'open again' : 'open'));
