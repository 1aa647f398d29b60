import { register } from 'node:module';

/** What a copy imports from its own folder is a copy too. */
async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const [own] = /\?copy=.*/.exec(context.parentURL ?? '') ?? [];
  return own && specifier.startsWith('.') ? { ...found, url: found.url + own } : found;
}

let isHooked = false;

/** The built package; with a name, a copy of its own, so that none trains the inline caches of another's. */
export function loadPackage(name) {
  if (name && !isHooked) register(`data:text/javascript,${encodeURIComponent(`export ${resolve}`)}`);
  isHooked ||= Boolean(name);
  const file = process.env.BENCH_DIST ?? '../../../dist/esm/src/index.js';
  return import(name ? `${file}?copy=${name}` : file);
}
