import Backbone from 'backbone';

/** Each contender imports this file under a query of its own: none trains the inline caches of another's models. */
export class Quote extends Backbone.Model {
  ticks = 0;

  tick(data) {
    if (data !== null) this.ticks++;
  }

  pause() {}

  stop() {}
}

class Trade extends Backbone.Model {
  ticks = 0;

  done(data) {
    if (data !== null) this.ticks++;
  }
}

class Chart extends Backbone.Model {
  extra = [];
  ticks = 0;

  draw(data) {
    if (data !== null) this.ticks++;
  }
}

class Alarm extends Backbone.Model {
  level = 1;
  text = '';
  ticks = 0;

  check(data) {
    if (data !== null) this.ticks++;
  }
}

Object.assign(Alarm.prototype, Backbone.Events);

class Order extends Backbone.Model {
  state = 'new';
  extra = {};
  ticks = 0;

  revalue(data) {
    if (data !== null) this.ticks++;
  }
}

const quote = { Class: Quote, method: 'tick', handlerOf: (model) => (data) => model.tick(data) };
const mixed = [
  quote,
  { Class: Trade, method: 'done', handlerOf: (model) => (data) => model.done(data) },
  { Class: Chart, method: 'draw', handlerOf: (model) => (data) => model.draw(data) },
  { Class: Order, method: 'revalue', handlerOf: (model) => (data) => model.revalue(data) },
  { Class: Alarm, method: 'check', handlerOf: (model) => (data) => model.check(data) },
];

/** A model, the name of its method that takes a message, and a closure that calls it. */
function makeTarget({ Class, method, handlerOf }, symbol) {
  const model = new Class({ symbol });
  return { model, symbol, method, handler: handlerOf(model) };
}

/** @param isMixed of five classes with a method of another name each, in turn */
export const makeTargets = (count, isMixed = false) =>
  Array.from({ length: count }, (_, i) => makeTarget(isMixed ? mixed[i % mixed.length] : quote, `S${i}`));

export const ticksOf = (targets) => targets.reduce((sum, { model }) => sum + model.ticks, 0);
