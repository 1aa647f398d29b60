import type { World } from './world.js';

/** Asks the server beside the connection; `load` takes what comes. */
export function fetchBeside<T>(
  world: World,
  read: () => T,
  load: (result: T) => void,
  { success, error }: any,
): { abort(): void } {
  const { events, life } = world;
  let isOver = false;
  world.server.fetch(read, (problem, result) => {
    if (isOver) return;
    isOver = true;
    events.count(problem ? 'failed fetch' : 'fetch');
    if (problem || life !== world.life) return error(world, problem ?? 'too late');
    load(result!);
    success(world, result);
  });
  return {
    abort: () => {
      if (isOver) return;
      isOver = true;
      events.count('aborted fetch');
      error(world, 'aborted');
    },
  };
}
