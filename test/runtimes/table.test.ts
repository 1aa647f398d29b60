import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../package/tools.js';
import { problemsOf } from './run.js';
import { isPassed, type Result, runtimesTable } from './table.js';

const fine: Result = { where: 'Node', version: '20.19.0', what: 'ES modules', problems: [] };
const bad: Result = { ...fine, where: 'Bun', problems: ['Error: a | b\n    at c.js:1', 'two'] };
const absent: Result = { ...fine, where: 'WebKit', version: '', cannot: 'not installed' };

describe('the table', () => {
  test('says what ran where and what came of it, a line for each', () => {
    expect(runtimesTable([fine, bad, absent]).split('\n').slice(2)).toEqual([
      '| Node | 20.19.0 | ES modules | passes |',
      '| Bun | 20.19.0 | ES modules | **fails**: Error: a \\| b; two |',
      '| WebKit | – | ES modules | cannot run here: not installed |',
    ]);
  });

  test('is right if something ran and nothing failed', () => {
    expect([[fine], [fine, absent], [fine, bad], [absent], []].map(isPassed)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a program', () => {
  const ended = { code: 0, output: '13 checks passed', lingeredMs: 10 };

  test('passes if it says so, says nothing else, and ends', () => {
    expect(problemsOf(ended)).toEqual([]);
    expect(problemsOf({ ...ended, code: 1 })).toEqual(['13 checks passed']);
    expect(problemsOf({ ...ended, output: 'a warning\n13 checks passed' })).toHaveLength(1);
    expect(problemsOf({ ...ended, output: '0 checks passed' })).toHaveLength(1);
    expect(problemsOf({ ...ended, output: '' })).toEqual(['exit code 0, and no word']);
  });

  test('fails if it goes on after its last check', () => {
    expect(problemsOf({ ...ended, lingeredMs: 3000 })).toEqual(['it ended 3000 ms after its last check']);
    expect(problemsOf({ ...ended, code: null })).toEqual(['it did not end: 13 checks passed']);
  });
});

describe('the README', () => {
  const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

  test('has the table that the script has written, in which nothing fails', () => {
    const table = textOf('test/runtimes/table.md').trim();
    expect(textOf('README.md')).toContain(table);
    expect(table).toContain('| passes |');
    expect(table).not.toContain('fails');
  });

  test('shows the page that was tried without a bundler', () => {
    const page = textOf('test/runtimes/page.html');
    const head = page.slice(page.indexOf('<script src'), page.indexOf('<script type="module"')).trim();
    expect(head).toContain('importmap');
    expect(textOf('README.md')).toContain(head);
  });
});
