import Backbone from 'backbone';

interface Logging {
  new (attributes?: object): any;
  readonly prototype: any;
  extend(members: object): any;
  /** Name and payload of each call. */
  readonly calls: unknown[][];
}

/** A class of models whose methods `tick`, `tock` and `opened` write down what they are called with. */
export function logging(members: object): Logging {
  const calls: unknown[][] = [];
  const note = (name: string) => (data: unknown) => void calls.push([name, data]);
  return Backbone.Model.extend(
    { tick: note('tick'), tock: note('tock'), opened: note('opened'), ...members },
    { calls },
  );
}
