import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import babel from '@babel/core';
import decorators from '@babel/plugin-proposal-decorators';
import classProperties from '@babel/plugin-transform-class-properties';
import staticBlock from '@babel/plugin-transform-class-static-block';
import typescript from '@babel/plugin-transform-typescript';
import * as swc from '@swc/core';
import * as esbuild from 'esbuild';
import * as oxc from 'oxc-transform';
import { root, typescript7 } from '../package/tools.js';
import { typescript5 } from '../package/typescript-5.js';

const suite = join(root, 'test/compilers/suite');

/**
 * Compiles files of the suite into a folder, where they keep their places.
 * @returns what the compiler says of those that it refuses
 */
export type Compile = (files: readonly string[], folder: string) => Promise<ReadonlyMap<string, string>>;

/** A compiler that sees one file at a time. */
const eachFile =
  (transform: (source: string, file: string) => Promise<string>): Compile =>
  async (files, folder) => {
    const refused = new Map<string, string>();
    for (const file of files) {
      const target = join(folder, file.replace(/ts$/, 'js'));
      mkdirSync(dirname(target), { recursive: true });
      try {
        writeFileSync(target, await transform(readFileSync(join(suite, file), 'utf8'), file));
      } catch (error) {
        refused.set(file, (error as Error).message);
      }
    }
    return refused;
  };

/** TypeScript itself, which checks types too. */
export const withTypeScript =
  (packageName: 'typescript' | 'typescript-5', options: object): Compile =>
  async (files, folder) => {
    mkdirSync(folder, { recursive: true });
    const config = {
      extends: join(root, 'test/tsconfig.json'),
      compilerOptions: { noEmit: false, rootDir: suite, outDir: folder, skipLibCheck: true, ...options },
      include: [],
      files: files.map((file) => join(suite, file)),
    };
    const path = join(folder, 'tsconfig.json');
    writeFileSync(path, JSON.stringify(config));
    const { code, output } = packageName === 'typescript-5' ? typescript5(path) : await typescript7(path);
    return new Map(code ? files.map((file) => [file, output]) : []);
  };

export const withEsbuild = (experimentalDecorators: boolean): Compile =>
  eachFile(async (source) => {
    const compilerOptions = { experimentalDecorators, useDefineForClassFields: true, verbatimModuleSyntax: true };
    const options = { loader: 'ts', target: 'es2022', tsconfigRaw: { compilerOptions } } as const;
    return (await esbuild.transform(source, options)).code;
  });

export const withSwc = (transform: swc.TransformConfig, target: swc.JscTarget = 'es2022'): Compile =>
  eachFile(async (source) => {
    const jsc: swc.JscConfig = {
      target,
      parser: { syntax: 'typescript', decorators: true },
      transform: { verbatimModuleSyntax: true, useDefineForClassFields: true, ...transform },
    };
    return (await swc.transform(source, { swcrc: false, isModule: true, jsc })).code;
  });

export const withBabel = (version: string): Compile =>
  eachFile(async (source, filename) => {
    const plugins = [
      [typescript, { onlyRemoveTypeImports: true, allowDeclareFields: true }],
      [decorators, { version }],
      ...(version === 'legacy' ? [classProperties, staticBlock] : []),
    ];
    return (await babel.transformAsync(source, { filename, configFile: false, babelrc: false, plugins })).code;
  });

export const withOxc = (emitDecoratorMetadata: boolean): Compile =>
  eachFile(async (source, file) => {
    const { code, errors } = await oxc.transform(file, source, {
      typescript: { onlyRemoveTypeImports: true },
      decorator: { legacy: true, emitDecoratorMetadata },
    });
    if (errors[0]) throw new Error(errors.map(({ message }) => message).join('\n'));
    return code;
  });
