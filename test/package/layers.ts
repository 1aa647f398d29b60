import { posix } from 'node:path';
import ts from 'typescript-5';

/** The layers, lowest first. Names on one line are one layer: they may import each other. */
export type Order = readonly (readonly string[])[];

interface Import {
  from: string;
  typeOnly: boolean;
}

/** All imports of a module, read from its syntax tree: the examples in doc comments do not count. */
function importsOf(file: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (from: ts.Node | undefined, typeOnly: boolean) => {
    if (from && ts.isStringLiteralLike(from)) found.push({ from: from.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.moduleReference.expression, node.isTypeOnly);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** True of what leaves no trace in the built JavaScript. */
const isType = (node: ts.Statement): boolean =>
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  (ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword));

const layerName = (path: string): string => path.split('/')[1]!.replace(/\.ts$/, '');

function checkTypes(path: string, file: ts.SourceFile, imports: Import[]): string[] {
  return [
    ...file.statements.filter((node) => !isType(node)).map((node) => `${path}: has a value: ${firstLine(node, file)}`),
    ...imports
      .filter(({ typeOnly }) => !typeOnly)
      .map(({ from }) => `${path}: imports '${from}' without 'import type'`),
    ...imports
      .filter(({ from }) => target(path, from)?.startsWith('src/'))
      .map(({ from }) => `${path}: imports '${from}'`),
  ];
}

const firstLine = (node: ts.Node, file: ts.SourceFile): string => node.getText(file).split('\n')[0]!;

const target = (path: string, from: string): string | undefined =>
  from.startsWith('.') ? posix.join(posix.dirname(path), from).replace(/\.js$/, '.ts') : undefined;

function checkSource(path: string, imports: Import[], order: Order, backboneIn: readonly string[]): string[] {
  const levelOf = (file: string) => order.findIndex((names) => names.includes(layerName(file)));
  const level = levelOf(path);
  if (level < 0) return [`${path}: is in no layer`];

  return imports.flatMap(({ from, typeOnly }) => {
    const file = target(path, from);
    if (!file) {
      if (from === 'backbone' && !backboneIn.includes(layerName(path))) return [`${path}: imports Backbone`];
      return from.startsWith('node:') ? [`${path}: imports '${from}', which browsers do not have`] : [];
    }
    if (file.startsWith('types/')) return typeOnly ? [] : [`${path}: imports '${from}' without 'import type'`];
    if (!file.startsWith('src/')) return [`${path}: imports '${from}', outside of src and types`];
    const other = levelOf(file);
    if (other < 0) return [`${path}: imports '${from}', which is in no layer`];
    return other > level ? [`${path}: imports '${from}', a later layer`] : [];
  });
}

/** What breaks the order of layers in these files (path from the root → text): one line for each violation. */
export function violations(files: Map<string, string>, order: Order, backboneIn: readonly string[]): string[] {
  return [...files].flatMap(([path, text]) => {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    const imports = importsOf(file);
    return path.startsWith('types/') ? checkTypes(path, file, imports) : checkSource(path, imports, order, backboneIn);
  });
}
