import { WSError } from '../errors.js';
import { provideReader } from '../resource/declared.js';
import { readDeclaration } from './declaration.js';
import { addMark, type Mark } from './store.js';

/** @throws WSError `bad-decorator` */
const refuse = (
  decorator: string,
  got: string,
  hint = 'Decorate a method, or a field that holds a function.',
): never => {
  throw new WSError('bad-decorator', `${decorator}: expected a method, got ${got}. ${hint}`);
};

/** @throws WSError `bad-decorator` if a decorator is used without being called: `@onOpen` in place of `@onOpen()` */
export function noArguments(decorator: string, given: readonly unknown[]): void {
  if (given.length) refuse(decorator, 'no ()', `Write ${decorator}.`);
}

/** A standard decorator's context, as far as it is used; old compilers leave out parts of it. */
interface Context {
  readonly kind?: string;
  readonly name: string | symbol;
  readonly static: boolean;
  readonly private?: boolean;
  readonly access?: { get(resource: unknown): unknown };
  readonly metadata: object | undefined;
}

/** What a standard decorator would be told in the place of a legacy one. The prototype takes the place of the metadata. */
function toContext(target: any, name: any, descriptor: PropertyDescriptor | number | undefined): Context {
  const isMember = name !== undefined && typeof descriptor !== 'number';
  const kind = !isMember ? 'class or parameter' : descriptor?.get || descriptor?.set ? 'accessor' : 'method';
  return { kind, name, static: isMember && typeof target === 'function', metadata: target };
}

/** A decorator of members that works in both modes: it tells them apart by what it is called with. */
export function decorateMember(decorator: string, event: string, options?: Omit<Mark, 'event'>): any {
  return (target: any, member: any, descriptor?: PropertyDescriptor | number): void => {
    const context: Context = member?.kind ? member : toContext(target, member, descriptor);
    const { kind, name, metadata } = context;
    if ((kind !== 'method' && kind !== 'field') || context.static) {
      refuse(decorator, `the ${context.static ? 'static ' : ''}${kind} ${String(name)}`);
    }
    if (!metadata)
      refuse(decorator, 'no context.metadata', 'Babel needs version "2023-05" of decorators or a later one.');
    provideReader(readDeclaration);
    addMark(metadata!, name, { ...options, event }, context.private ? context.access!.get : undefined);
  };
}
