/** What a compiler calls for legacy decorators of a class and of its methods. */
function asLegacy(Class, wsResource, members) {
  const { prototype } = Class;
  for (const [name, decorator] of members) {
    decorator(prototype, name, Object.getOwnPropertyDescriptor(prototype, name));
  }
  return wsResource(Class);
}

/** The same for standard ones. */
function asStandard(Class, wsResource, members) {
  const { prototype } = Class;
  const metadata = Object.create(null);
  for (const [name, decorator] of members) {
    const access = { has: (object) => name in object, get: (object) => object[name] };
    const rest = { static: false, private: false, access, metadata, addInitializer() {} };
    decorator(prototype[name], { kind: 'method', name, ...rest });
  }
  const Decorated = wsResource(Class, { kind: 'class', name: Class.name, metadata, addInitializer() {} });
  Object.defineProperty(Decorated, Symbol.metadata, { configurable: true, value: metadata });
  return Decorated;
}

/** @param members pairs of a method's name and its decorator */
export const decorate = (form, Class, wsResource, members) =>
  (form === 'standard' ? asStandard : asLegacy)(Class, wsResource, members);
