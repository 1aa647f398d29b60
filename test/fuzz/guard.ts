import Backbone from 'backbone';

const wellKnown: readonly object[] = [
  ...[
    Object,
    Array,
    Function,
    String,
    Number,
    Boolean,
    Symbol,
    Date,
    RegExp,
    Error,
    Promise,
    Map,
    Set,
    ArrayBuffer,
  ].map(({ prototype }) => prototype as object),
  ...[Object, Array, Function, Reflect, JSON, Promise],
  ...[Backbone.Model, Backbone.Collection, Backbone.View].map(({ prototype }) => prototype as object),
  Backbone.Events,
];

type Picture = readonly [prototype: object | null, properties: Map<PropertyKey, PropertyDescriptor>];

const pictureOf = (object: object): Picture => [
  Object.getPrototypeOf(object),
  new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)!])),
];

const isSame = (a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined): boolean =>
  !!a && !!b && Object.is(a.value, b.value) && a.get === b.get && a.set === b.set && a.writable === b.writable;

/** Takes a picture of all that data from the wire could reach by prototypes; what it gives tells what has changed since. */
export function guardPrototypes(...more: object[]): () => string[] {
  const before = [...wellKnown, ...more].map((object) => [object, pictureOf(object)] as const);
  return () =>
    before.flatMap(([object, [prototype, properties]]) => {
      const [now, present] = pictureOf(object);
      const changed = [...new Set([...properties.keys(), ...present.keys()])].filter(
        (key) => !isSame(properties.get(key), present.get(key)),
      );
      const name = (object as any).name ?? (object as any).constructor?.name;
      return [
        ...(now === prototype ? [] : [`another prototype of ${name}`]),
        ...changed.map((key) => `${name}: ${String(key)} changed`),
      ];
    });
}
