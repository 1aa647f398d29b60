/** Files by contender. The copy is the limit's own code, loaded a second time: what it differs by is noise. */
const files = {
  limit: '../contenders/limit.mjs',
  copy: '../contenders/limit.mjs?copy',
  package: '../contenders/package.mjs',
  nanoevents: '../contenders/nanoevents.mjs',
  reconnecting: '../contenders/reconnecting.mjs',
  phoenix: '../contenders/phoenix.mjs',
  socketio: '../contenders/socketio.mjs',
};

export const titles = {
  copy: 'limit again',
  package: 'backbone.ws',
  nanoevents: 'nanoevents+Maps',
  reconnecting: 'reconnecting-ws',
  phoenix: 'phoenix',
  socketio: 'socket.io',
};

/** All but the limit, which each is compared with. */
export const names = Object.keys(titles);

/** A contender, and what makes its models: classes of its own, so that it trains its own inline caches only. */
export async function load(name, kind, options) {
  const { create } = await import(files[name]);
  return { contender: await create(kind, options), ...(await import(`./model.mjs?${name}`)) };
}
