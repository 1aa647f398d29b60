import { join } from 'node:path';
import ts from 'typescript-5';
import { expect, test } from 'vitest';
import { node, root } from './tools.js';
import { programOf } from './typescript-5.js';

// When the public surface is meant to change: `npm run vitest -- run --project package -u`.

const entries = {
  'backbone.ws': 'index',
  'backbone.ws/global': 'global',
  'backbone.ws/inspector': 'inspector/index',
  'backbone.ws/testing': 'testing/index',
};

async function names(flags: string[], code: string): Promise<string[]> {
  const { code: exit, output } = await node([...flags, '-e', code]);
  expect(exit, output).toBe(0);
  // `__esModule` and 'module.exports' are marks of the module systems.
  return JSON.parse(output).filter((name: string) => !['__esModule', 'module.exports'].includes(name));
}

const fromImport = (entry: string) =>
  names(
    ['--input-type=module'],
    `import * as all from '${entry}'; console.log(JSON.stringify(Object.keys(all).sort()))`,
  );
const fromRequire = (entry: string) =>
  names(['--input-type=commonjs'], `console.log(JSON.stringify(Object.keys(require('${entry}')).sort()))`);

/** Every exported name of a declaration file, with what it stands for. */
function declared(path: string): string[] {
  const settings = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, noEmit: true, types: [] };
  const program = programOf([path], settings);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(path)!);
  if (!module) return [];
  const describe = (symbol: ts.Symbol): string => {
    const { flags } = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    // A class that is exported by `export type` is a type here.
    const isValue = flags & ts.SymbolFlags.Value && !symbol.declarations?.some(ts.isTypeOnlyExportDeclaration);
    return `${isValue ? 'value' : 'type '} ${symbol.name}`;
  };
  return checker.getExportsOfModule(module).map(describe).sort();
}

test.each(Object.keys(entries))('%s has the same names for import and for require', async (entry) => {
  expect(await fromImport(entry)).toEqual(await fromRequire(entry));
});

test.each(Object.entries(entries))('%s declares the values that it has', async (entry, file) => {
  const values = declared(join(root, `dist/esm/src/${file}.d.ts`)).filter((line) => line.startsWith('value'));
  expect(values.map((line) => line.slice(6))).toEqual(await fromImport(entry));
});

test('the public surface is the one in surface.txt', async () => {
  const lines = Object.entries(entries).flatMap(([entry, file]) => [
    entry,
    ...declared(join(root, `dist/esm/src/${file}.d.ts`)).map((line) => `  ${line}`),
    '',
  ]);
  await expect(lines.join('\n')).toMatchFileSnapshot('surface.txt');
});
