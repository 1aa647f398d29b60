import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import ts from 'typescript-5';
import { type Outcome, root } from './tools.js';

/** Files as they were parsed, by all that their syntax trees depend on. */
const parsed = new Map<string, ts.SourceFile>();

function keyOf(file: string, parsing: ts.CreateSourceFileOptions, options: string): string {
  const { mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? {};
  // The other options are about code, of which declarations have none.
  const about = /\.d\.[cm]?ts$/.test(file) ? '' : options;
  return [file, mtimeMs, size, parsing.impliedNodeFormat, about].join();
}

/** A program. What it has in common with others is parsed once for all of them: that takes most of a compiler's time. */
export function programOf(rootNames: string[], options: ts.CompilerOptions, directory = root): ts.Program {
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile;
  // Where a config is changes no file.
  const text = JSON.stringify(options, (name, value) => (/Path$/.test(name) ? undefined : value));
  host.getCurrentDirectory = () => directory;
  host.getSourceFile = (file, parsing, ...more) => {
    const key = keyOf(file, parsing as ts.CreateSourceFileOptions, text);
    const found = parsed.get(key) ?? parse(file, parsing, ...more);
    if (found) parsed.set(key, found);
    return found;
  };
  return ts.createProgram({ rootNames, options, host });
}

/** Does in this process what `tsc -p config --pretty false` does, with the last TypeScript that is written in JavaScript. */
export function typescript5(config: string): Outcome {
  const directory = dirname(config);
  const host = {
    ...ts.sys,
    getCurrentDirectory: () => directory,
    getCanonicalFileName: String,
    getNewLine: () => '\n',
    onUnRecoverableConfigFileDiagnostic(one: ts.Diagnostic): never {
      throw new Error(ts.formatDiagnostic(one, host));
    },
  };
  const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(config, {}, host)!;
  const program = programOf(fileNames, options, directory);
  const syntax = [...errors, ...program.getSyntacticDiagnostics()];
  const told = syntax.length ? syntax : [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  const output = ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(told), host).trim();
  return { code: output ? 1 : 0, output };
}
