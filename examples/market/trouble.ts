import type { MarketClient } from './client.js';
import type { Misdeed } from './messages.js';

const misdeeds: readonly Misdeed[] = ['rubbish', 'drop', 'silence'];

/**
 * Makes the server misbehave now and then, so that one sees what becomes of it.
 * @returns what ends it
 */
export function makeTrouble(client: MarketClient, everyMs: number): () => void {
  let turn = 0;
  const clock = setInterval(() => {
    if (!client.ws.isOpen) return;
    const how = misdeeds[turn++ % misdeeds.length]!;
    // So that there is an order under way, whose answer is lost with the connection.
    if (how === 'drop') client.order();
    client.provoke(how);
  }, everyMs);
  return () => clearInterval(clock);
}
