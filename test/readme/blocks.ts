import ts from 'typescript-5';

/** One fenced block of code: what stands between the fences, and the words after the opening one. */
export interface Block {
  language: 'ts' | 'js';
  /** The Markdown file that it stands in. */
  file: string;
  /** The line of its first line of code, from 1. */
  line: number;
  lines: string[];
  run: boolean;
  test: boolean;
  continues: boolean;
}

const words = ['run', 'test', 'continues'];

/** The `ts` and `js` blocks of a Markdown text. */
export function blocksOf(markdown: string, file: string): Block[] {
  const blocks: Block[] = [];
  let fence = '';
  let open: Block | undefined;

  markdown.split('\n').forEach((text, index) => {
    const [, mark = '', info = ''] = text.match(/^\s*(`{3,}|~{3,})\s*(.*?)\s*$/) ?? [];
    if (!fence && mark) {
      fence = mark;
      open = opened(info, file, index + 2);
      if (open) blocks.push(open);
    } else if (fence && mark.startsWith(fence) && !info) {
      fence = '';
      open = undefined;
    } else open?.lines.push(text);
  });
  if (fence) throw new Error(`${file}: the last ${fence} block has no end.`);
  return blocks;
}

function opened(info: string, file: string, line: number): Block | undefined {
  const [language, ...rest] = info.split(/\s+/);
  if (language !== 'ts' && language !== 'js') return undefined;
  const unknown = rest.find((word) => !words.includes(word));
  if (unknown) throw new Error(`${file}:${line - 1}: '${unknown}' after ${language}; known are ${words.join(', ')}.`);
  const has = (word: string) => rest.includes(word);
  return { language, file, line, lines: [], run: has('run'), test: has('test'), continues: has('continues') };
}

/**
 * The block as a module, after those of its file that it continues. Every line keeps its number in the file, so that what a
 * compiler or a stack trace says of the module is true of the file.
 */
export function moduleOf(blocks: Block[], block: Block): string {
  const module: string[] = [];
  let index = blocks.indexOf(block);
  const chain = [block];
  while (chain[0]!.continues) {
    if (--index < 0) throw new Error(`${block.file}:${block.line}: the block continues none.`);
    chain.unshift(blocks[index]!);
  }
  for (const { line, lines } of chain) {
    while (module.length < line - 1) module.push('');
    module.push(...lines);
  }
  return `${module.join('\n')}\n`;
}

/** What a block is called as a file, without an ending: `guides-save-line-12`. No name is the beginning of another. */
export const nameOf = ({ file, line }: Block): string =>
  `${file.replace(/^docs\/|\.md$/g, '').replaceAll('/', '-')}-line-${line}`;

/** The kinds of module that a block can be compiled as, by the ending of its file. */
export function kindsOf({ language }: Block, code: string): string[] {
  if (language === 'js') return [/\brequire\(/.test(code) ? 'cjs' : 'mjs'];
  return awaitsAtTop(code) ? ['mts'] : ['mts', 'cts'];
}

function awaitsAtTop(code: string): boolean {
  const found = (node: ts.Node): boolean => {
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
    return ts.isFunctionLike(node) ? false : (ts.forEachChild(node, (child) => found(child) || undefined) ?? false);
  };
  return found(ts.createSourceFile('block.mts', code, ts.ScriptTarget.ESNext));
}

/** What a block says that it prints, in order: the rest of each line after `// → `. */
export const expectedOutput = ({ lines }: Block): string[] =>
  lines.flatMap((line) => line.match(/\/\/ → (.*)$/)?.[1]?.trim() ?? []);
