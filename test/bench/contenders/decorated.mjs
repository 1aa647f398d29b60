import { loadPackage } from '../lib/copies.mjs';
import { decorate } from '../lib/decorate.mjs';
import { Quote } from '../lib/model.mjs?decorated';
import { connect } from './package.mjs?decorated';

const { onClose, onMessage, onNoRetries, wsResource } = await loadPackage('decorated');

const match = { match: 'symbol' };

/** Decorators by method, as many as the hashes of the plain classes have entries. */
const members = {
  one: () => [['tick', onMessage('quote')]],
  keyed: () => [['tick', onMessage('quote', match)]],
  three: () => [...members.keyed(), ['pause', onClose()], ['stop', onNoRetries()]],
};

/** Classes below a decorated one, whose instances it binds as well. */
const children = {
  subclass: (Class) => class extends Class {},
  extended: (Class) => Class.extend({}),
};

/** The package with a decorated class, whose instances are bound when they are made. */
export function create(kind, { handlers = kind === 'keyed' ? 'keyed' : 'one', form = 'legacy' } = {}) {
  const { ws, ...rest } = connect();
  const Decorated = decorate(form, Quote, wsResource(ws), members[handlers]());
  const Class = children[form]?.(Decorated) ?? Decorated;
  const make = (symbol) => new Class({ symbol });
  return {
    ...rest,
    make,
    makeTargets: (count) => Array.from({ length: count }, (_, i) => ({ model: make(`S${i}`) })),
    listen() {},
    unbind: ({ model }) => ws.unbind(model),
  };
}
