/** How a store answers: as it should, with an error, with nothing in it, or never. */
export type Behaviour = 'answer' | 'refuse' | 'empty' | 'hang';

export interface Answer {
  /** As HTTP has it; from 400 on `body` is the error. */
  readonly status: number;
  readonly body?: unknown;
}

export interface Store {
  /** What was asked for, in order: `update 1 {"name":"b"}`. */
  readonly log: readonly string[];
  /** Undefined for no answer. */
  ask(behaviour: Behaviour, method: string, id: unknown, content: object): Answer | undefined;
}

/** Three items, for both servers: what a test finds different then is the way, not the answer. */
export function createStore(): Store {
  const items = new Map<string, object>(
    ['one', 'two', 'three'].map((name, index) => [String(index + 1), { id: index + 1, name, rev: 1 }]),
  );
  const log: string[] = [];
  let lastId = 9;

  const save = (id: unknown, attributes: object): Answer => {
    const { rev = 0 } = (items.get(String(id)) ?? {}) as { rev?: number };
    const item = { ...attributes, id, rev: rev + 1 };
    items.set(String(id), item);
    return { status: 200, body: item };
  };

  const methods: { [method: string]: (id: unknown, content: object) => Answer } = {
    create: (_, attributes) => save(++lastId, attributes),
    read: (id) => ({ status: 200, body: id === undefined ? [...items.values()] : items.get(String(id)) }),
    update: (id, attributes) => save(Number(id), attributes),
    patch: (id, attributes) => save(Number(id), { ...items.get(String(id)), ...attributes }),
    delete: (id) => ({ status: 200, body: { deleted: items.delete(String(id)) } }),
  };

  return {
    log,
    ask(behaviour, method, id, content) {
      log.push(`${method} ${id ?? 'all'} ${JSON.stringify(content)}`);
      if (behaviour === 'hang') return undefined;
      if (behaviour === 'refuse') return { status: 422, body: { message: 'refused', fields: ['name'] } };
      if (behaviour === 'empty') return { status: 204 };
      const isMissing = id !== undefined && method !== 'create' && !items.has(String(id));
      return isMissing ? { status: 404, body: { message: 'missing' } } : methods[method]!(id, content);
    },
  };
}
