/** Gives an object a property and returns what it had of its own under that name. */
export function lend(object: any, name: string, value: unknown): PropertyDescriptor | undefined {
  const own = Object.getOwnPropertyDescriptor(object, name);
  object[name] = value;
  return own;
}

/** Takes the property back, unless somebody has put another there. */
export function takeBack(object: any, name: string, value: unknown, own: PropertyDescriptor | undefined): void {
  if (object[name] !== value) return;
  if (own) Object.defineProperty(object, name, own);
  else delete object[name];
}
