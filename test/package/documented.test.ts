import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-5';
import { afterAll, expect, test } from 'vitest';
import { root } from './tools.js';
import { programOf } from './typescript-5.js';

const entries = ['index', 'global', 'testing/index', 'inspector/index'].map((name) =>
  join(root, `dist/esm/src/${name}.d.ts`),
);

/** What others have documented, and where. */
const elsewhere: Record<string, string> = {
  // https://backbonejs.org/#Events
  Resource: 'on off listenTo stopListening trigger',
  // https://websockets.spec.whatwg.org
  WebSocketLike: 'onopen onmessage onerror onclose send close',
  MessageEventLike: 'type data',
  CloseEventLike: 'type reason wasClean',
  FakeEvent: 'type target',
  FakeMessageEvent: 'type target data',
  FakeCloseEvent: 'type target code reason wasClean',
  FakeSocket:
    'CONNECTING OPEN CLOSING CLOSED url protocol extensions onopen onmessage onerror onclose addEventListener removeEventListener send close',
  FakeWebSocketConstructor: 'CONNECTING OPEN CLOSING CLOSED',
};

/** The names of these declaration files, and the members of their classes and interfaces, that have no doc comment. */
function undocumented(paths: string[]): string[] {
  const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, noEmit: true, types: [] };
  const program = programOf(paths, options);
  const checker = program.getTypeChecker();
  const isDocumented = (symbol: ts.Symbol) => symbol.getDocumentationComment(checker).some(({ text }) => text.trim());

  const membersOf = (name: string, symbol: ts.Symbol): string[] => {
    if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) return [];
    const known = elsewhere[name]?.split(' ') ?? [];
    return checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
      .filter((member) => isOurs(member) && !known.includes(member.name) && !isDocumented(member))
      .map((member) => `${name}.${member.name}`);
  };
  const isOurs = ({ name, declarations = [] }: ts.Symbol): boolean =>
    // '~' marks what is nobody's business but the package's, '#' what is private.
    !/^(~|#|__)/.test(name) && declarations.some((node) => !/\/node_modules\//.test(node.getSourceFile().fileName));

  return paths.flatMap((path) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(path)!);
    if (!module) throw new Error(`${path} exports nothing`);
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      return [...(isDocumented(symbol) ? [] : [exported.name]), ...membersOf(exported.name, symbol)];
    });
  });
}

const folder = join(root, '.tmp/documented');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every public name has a doc comment, and so have the members of classes and interfaces', () => {
  expect(undocumented(entries)).toEqual([]);
});

test('the check finds names and members without one, inherited ones too', () => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'some.d.ts');
  writeFileSync(
    path,
    `/** Documented. */
    export interface Good {
      /** Documented. */
      a: string;
      '~hidden': string;
    }
    /** Documented. */
    export interface Child extends Parent {
      /** Documented. */
      a: string;
      b: string;
    }
    interface Parent {
      /** @default 1 */
      c: string;
    }
    /** @returns nothing said */
    export declare function bare(): void;
    export {};`,
  );
  expect(undocumented([path]).sort()).toEqual(['Child.b', 'Child.c', 'bare']);
});
