import Backbone from 'backbone';
import type { WSError } from 'backbone.ws';
import { ws } from './connection.js';
import type { FilledOrder, PlacedOrder } from './messages.js';

interface OrderAttributes extends PlacedOrder, FilledOrder {
  /** `placed` until the answer is here; `failed` if none came, so that nobody knows whether it was filled. */
  state: 'placed' | 'filled' | 'refused' | 'failed';
  /** Why it was not filled. */
  error: WSError;
}

/** One order: a request, and what became of it. */
export class Order extends Backbone.Model<OrderAttributes> {
  override defaults(): Partial<OrderAttributes> {
    return { side: 'buy', state: 'placed' };
  }

  /** Sent again when the connection is lost before the answer came. The server knows it by its id and fills it once. */
  async place(): Promise<void> {
    const order = this.pick('symbol', 'qty', 'side') as PlacedOrder;
    let outcome: Partial<OrderAttributes>;
    try {
      const filled = await ws!.request('order.place', order, { timeoutMs: 10_000, retry: true });
      outcome = { ...filled, state: 'filled' };
    } catch (reason) {
      const error = reason as WSError;
      outcome = { error, state: error.code === 'remote' ? 'refused' : 'failed' };
    }
    this.set(outcome);
  }
}

export class Orders extends Backbone.Collection<Order> {
  override preinitialize(): void {
    this.model = Order;
  }

  async place(attributes: PlacedOrder): Promise<Order> {
    const order = this.add(attributes);
    await order.place();
    return order;
  }

  count(state: OrderAttributes['state']): number {
    return this.where({ state }).length;
  }
}
