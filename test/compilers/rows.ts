import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../package/tools.js';
import { type Compile, withBabel, withEsbuild, withOxc, withSwc, withTypeScript } from './compilers.js';

/** One compiler with one setting. */
export interface Row {
  readonly compiler: string;
  readonly setting: string;
  readonly compile: Compile;
  /** Of the suite. */
  readonly parts: readonly string[];
  /** Checks that are known to fail, and why. They have to: if one does not, the compiler has learned it, and the line is to go. */
  readonly cannot: { readonly [check: string]: string };
}

/** Makes the rows of a compiler, named by the version that is installed. */
function rowsOf(name: string, packageName: string) {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', packageName, 'package.json'), 'utf8'));
  const compiler = `${name} ${version}`;
  return (setting: string, compile: Compile, parts: readonly string[], cannot: Row['cannot'] = {}): Row => ({
    ...{ compiler, setting, compile, parts, cannot },
  });
}

const typescript5 = rowsOf('TypeScript', 'typescript-5');
const typescript7 = rowsOf('TypeScript', 'typescript');
const esbuild = rowsOf('esbuild', 'esbuild');
const swc = rowsOf('swc', '@swc/core');
const babel = rowsOf('Babel', '@babel/core');
const oxc = rowsOf('Oxc', 'oxc-transform');

const legacy = ['classes', 'computed', 'inheritance', 'members', 'options'];
const types = [...legacy, 'legacy/types'];
const standard = [...legacy, 'standard/private'];
/** For decorators without `context.metadata`: what the others are told, and what is left. */
const noMetadata = ['noMetadata'];

const legacyOptions = { experimentalDecorators: true };
const assignedOptions = { ...legacyOptions, useDefineForClassFields: false };
const typesOptions = { ...legacyOptions, emitDecoratorMetadata: true };

const ownName = {
  'is itself by its name in its own methods':
    'there the name stands for the class as it was before it was decorated; `new this()`, `this.constructor` are right',
};
const expressionName = { 'takes class expressions, which have the name of their variable': 'they have no name' };

export const rows: readonly Row[] = [
  typescript5('legacy', withTypeScript('typescript-5', legacyOptions), legacy),
  typescript5('legacy, types', withTypeScript('typescript-5', typesOptions), types),
  typescript5('standard', withTypeScript('typescript-5', {}), standard),
  typescript7('legacy', withTypeScript('typescript', legacyOptions), legacy),
  typescript7('legacy, fields assigned', withTypeScript('typescript', assignedOptions), legacy),
  typescript7('legacy, types', withTypeScript('typescript', typesOptions), types),
  typescript7('standard', withTypeScript('typescript', {}), standard),
  esbuild('legacy', withEsbuild(true), legacy),
  esbuild('standard', withEsbuild(false), standard, ownName),
  swc('legacy', withSwc({ legacyDecorator: true }), legacy, ownName),
  swc('legacy, types', withSwc({ legacyDecorator: true, decoratorMetadata: true }), types, ownName),
  swc('legacy, ES5', withSwc({ legacyDecorator: true }, 'es5'), legacy, ownName),
  swc('2022-03', withSwc({ decoratorVersion: '2022-03' }), standard, expressionName),
  swc('2023-11', withSwc({ decoratorVersion: '2023-11' }), standard, {
    ...expressionName,
    'takes #private fields that hold functions': 'reading one throws "desc is not defined"; a #private method is right',
  }),
  babel('legacy', withBabel('legacy'), legacy, {
    ...ownName,
    'compiles computed.ts': 'it refuses decorated members with computed names, symbols among them',
  }),
  ...['2021-12', '2022-03', '2023-01'].map((version) => babel(version, withBabel(version), noMetadata)),
  babel('2023-05', withBabel('2023-05'), standard, {
    'takes symbols as names': 'it throws "Cannot convert a Symbol value to a string"',
  }),
  babel('2023-11', withBabel('2023-11'), standard),
  oxc('legacy', withOxc(false), legacy),
  oxc('legacy, types', withOxc(true), types),
];
