/** Files by contender. The copy is the limit's own code, loaded a second time: what it differs by is noise. */
const files = {
  limit: '../contenders/limit.mjs',
  copy: '../contenders/limit.mjs?copy',
  package: '../contenders/package.mjs',
  nanoevents: '../contenders/nanoevents.mjs',
  reconnecting: '../contenders/reconnecting.mjs',
  phoenix: '../contenders/phoenix.mjs',
  socketio: '../contenders/socketio.mjs',
  bound: '../contenders/package.mjs?bound',
  again: '../contenders/package.mjs?again',
  decorated: '../contenders/decorated.mjs',
  listeners: '../contenders/listeners.mjs',
};

export const titles = {
  copy: 'limit again',
  package: 'backbone.ws',
  nanoevents: 'nanoevents+Maps',
  reconnecting: 'reconnecting-ws',
  phoenix: 'phoenix',
  socketio: 'socket.io',
  bound: 'ws.bind',
  again: 'ws.bind again',
  decorated: 'decorated',
  listeners: 'closures',
};

/** All but the limit, which each is compared with. */
export const names = Object.keys(titles);

/** Of those the ones that a table has if it does not say. */
export const others = names.slice(0, names.indexOf('bound'));

/** A contender, and what makes its models: classes of its own, so that it trains its own inline caches only. */
export async function load(name, kind, options) {
  const { create } = await import(files[name]);
  const contender = await create(kind, options);
  const { makeTargets, ticksOf } = await import(`./model.mjs?${name}`);
  return { contender, makeTargets: contender.makeTargets ?? makeTargets, ticksOf };
}
