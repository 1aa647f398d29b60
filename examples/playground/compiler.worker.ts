import { createSystem, createVirtualTypeScriptEnvironment } from '@typescript/vfs';
import { createWorker } from '@valtown/codemirror-ts/worker';
import { expose } from 'comlink';
import ts from 'typescript-5';
import { declarations } from './declarations.js';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['es2022', 'dom', 'dom.iterable', 'esnext.decorators', 'esnext.disposable'].map((name) => `lib.${name}.d.ts`),
  strict: true,
  skipLibCheck: true,
  allowJs: true,
  types: [],
};

/** Types and errors for the editor, by TypeScript itself. */
const checker = createWorker(async () =>
  createVirtualTypeScriptEnvironment(createSystem(await declarations()), [], ts as any, options as any),
);

/** The code as it can be run: an ES module in, CommonJS out, decorators compiled. */
function transpile(code: string, fileName: string): { code: string; problems: string[] } {
  const { outputText, diagnostics = [] } = ts.transpileModule(code, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      allowJs: true,
      esModuleInterop: true,
    },
  });
  const problems = diagnostics.map(({ messageText, start, file }) => {
    const line = file && start !== undefined ? `line ${file.getLineAndCharacterOfPosition(start).line + 1}: ` : '';
    return line + ts.flattenDiagnosticMessageText(messageText, '\n');
  });
  return { code: outputText, problems };
}

const compiler = { ...checker, transpile };
export type Compiler = typeof compiler;
expose(compiler);
