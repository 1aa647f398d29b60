import { decode, encode } from '@msgpack/msgpack';
import Backbone from 'backbone';
import { createDecorators, WS } from 'backbone.ws';

interface Sensors {
  incoming: { sample: { values: number[]; at: Date } };
}

// MessagePack in binary frames; a Date arrives as a Date.
const ws = new WS<Sensors>('ws://example.com/binary', {
  resilient: true,
  backoff: { baseMs: 1000 },
  codec: { encode: (message) => encode(message), decode: (frame) => decode(new Uint8Array(frame)) },
});
const { wsResource, onMessage } = createDecorators<Sensors>();

@wsResource(ws)
class Sensor extends Backbone.Model {
  @onMessage('sample') take(sample: Sensors['incoming']['sample']) {
    this.set(sample);
  }
}

const sensor = new Sensor();
const app = document.getElementById('app')!;
app.innerHTML = '<h2>Binary codec</h2><p id="values"></p><p id="at"></p>';
sensor.on('change', () => {
  document.getElementById('values')!.textContent = sensor
    .get('values')
    .map((n: number) => n.toFixed(3))
    .join('  ');
  document.getElementById('at')!.textContent = `measured ${sensor.get('at').toISOString()}`;
});
