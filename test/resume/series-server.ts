import Backbone from 'backbone';
import { expect, vi } from 'vitest';
import { type Connected, connecting } from '../support/wire.js';
import { turn } from './resuming.js';

export interface Kind {
  /** Whose series it is. */
  readonly of: 'connection' | 'model';
  /** Who asks for the whole state. */
  readonly by: 'fetch' | 'function';
  /** Whether what was missed is asked for when the connection is back. */
  readonly isResumed: boolean;
  /** How many of the last messages the server can send again. */
  readonly kept: number;
}

/**
 * A server that counts, and a model that counts with it: each message adds a number, so one that is applied twice, or not at all,
 * shows for ever. It remembers what the sum was at each cursor, so the model can be judged at any time.
 */
export class Counting {
  readonly t: Connected<'ws'>;
  readonly model = new Backbone.Model<any>({ id: 1, sum: 0 });
  readonly sums: number[][] = [[0]];
  readonly seen = { gaps: 0, replays: 0, states: 0, repeated: 0 };
  private log: { seq: number; n: number }[] = [];
  private last = 0;
  private sum = 0;
  /** Requests that the present connection has brought, and the state at that time. */
  private asked: { id: string; socket: unknown; state: object }[] = [];
  private taken = new Map<unknown, number>();

  constructor(readonly kind: Kind) {
    const message = (cursor: number, epoch: number) => ['resume', { cursor, epoch }];
    const ask = async () => {
      const state = await this.t.ws.request('read', {});
      this.model.set(state);
      return state;
    };
    const resume = {
      ...{ cursor: 'seq', epoch: 'epoch', onGap: kind.by === 'fetch' ? ('fetch' as const) : ask },
      ...(kind.isResumed && { message }),
    };
    const isOwn = kind.of === 'model';
    const options = { reopenTimeout: 1, retries: Infinity, connectTimeoutMs: 0, sync: 'request' as const };
    this.t = connecting({ ...options, requestTimeoutMs: 0, ...(!isOwn && { resume }) });
    const add = ({ n }: { n: number }) => {
      this.model.set('sum', this.model.get('sum') + n);
      if (n === 7) throw new Error('a handler that throws');
    };
    this.t.ws.bind(this.model, { 'ws:message:add': add }, isOwn ? { resume } : {});
    this.t.ws.on('ws:gap', () => this.seen.gaps++);
    this.t.ws.on('ws:error', () => {});
    this.accept();
    // Where the model begins: it has what there was before.
    this.add(1);
  }

  get socket() {
    return this.t.FakeWebSocket.last;
  }

  private get isOpen(): boolean {
    return this.socket.readyState === 1;
  }

  private bring(message: { seq: number; n: number }): void {
    if (this.isOpen)
      this.t.receiveRaw({ type: 'add', data: { n: message.n }, seq: message.seq, epoch: this.sums.length });
  }

  private state(): object {
    return { id: 1, sum: this.sum, seq: this.last, epoch: this.sums.length };
  }

  /** The next message, which may get lost on its way. */
  add(n: number, isLost = false): void {
    const message = { seq: ++this.last, n };
    this.sum += n;
    this.sums.at(-1)![this.last] = this.sum;
    this.log = [...this.log, message].slice(-this.kind.kept || this.log.length + 1);
    if (!isLost) this.bring(message);
  }
  lose(n: number): void {
    this.add(n, true);
  }
  repeat(n: number): void {
    for (const message of this.log.slice(-1 - (n % 3))) this.bring(message);
    this.seen.repeated++;
  }
  /** The server counts from the start again. */
  restart(): void {
    this.sums.push([this.sum]);
    this.last = 0;
    this.log = [];
  }
  drop(): void {
    this.socket.server.drop();
  }
  accept(): void {
    vi.advanceTimersByTime(1);
    if (this.socket.readyState !== 0) return;
    this.socket.server.accept();
    this.read();
  }
  wait(n: number): void {
    vi.advanceTimersByTime(n * 500);
  }

  /** The server reads what it was sent since. */
  read(): void {
    const { socket, t } = this;
    const frames = t.sent();
    for (const { type, id, data } of frames.slice(this.taken.get(socket) ?? 0)) {
      const state = this.state();
      if (id !== undefined) this.asked.push({ id, socket, state });
      if (type !== 'resume' || data.epoch !== this.sums.length) continue;
      const missed = this.log.filter(({ seq }) => seq > data.cursor);
      for (const message of missed) this.bring(message);
      if (missed[0]) this.seen.replays++;
    }
    this.taken.set(socket, frames.length);
  }
  /** It answers with the state as it was when it was asked, or as it is. */
  answer(n: number): void {
    this.read();
    const request = this.asked.shift();
    if (!request || request.socket !== this.socket || !this.isOpen) return;
    const state = n % 2 ? request.state : this.state();
    const isRefused = n % 5 === 0;
    this.t.receiveRaw(isRefused ? { id: request.id, error: 'busy' } : { id: request.id, data: state });
    if (!isRefused) this.seen.states++;
  }

  /** What the model has is what the server had at its cursor. */
  async check(): Promise<void> {
    await turn();
    const cursor = this.kind.of === 'model' ? undefined : this.t.ws.cursor;
    const sum = this.model.get('sum');
    if (cursor === undefined) expect(this.sums.flat()).toContain(sum);
    else expect(this.sums.map((sums) => sums[cursor])).toContain(sum);
  }

  /** No more trouble: the model gets there. */
  async finish(): Promise<void> {
    for (let i = 0; i < 20; i++) {
      this.accept();
      this.read();
      this.add(1);
      while (this.asked[0]) this.answer(2);
      await vi.advanceTimersByTimeAsync(31_000);
      this.read();
    }
    expect(this.model.get('sum')).toBe(this.sum);
    this.t.ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  }
}
