import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { node, root, temporaryFolder } from './tools.js';

const folder = temporaryFolder('links');
const check = () => node([join(root, 'docs/links.mjs'), folder]);
const write = (name: string, html: string) => writeFileSync(join(folder, name), html);

beforeAll(() => {
  mkdirSync(join(folder, 'a'));
  write(
    'index.html',
    '<h1 id="top"></h1><a href="a/page.html#one">1</a><a href="#top">2</a><script>x = \' href="no"\'</script>',
  );
  write(
    'a/page.html',
    '<a id="one" href="../index.html?x=1#top">3</a><a href="https://example.com/#any">4</a><img src="dot.png">',
  );
  write('a/dot.png', '');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the manual may link to its own files and anchors, and to other sites', async () => {
  expect(await check()).toEqual({ code: 0, output: '4 links in 2 pages lead somewhere.' });
});

test('a link to a file or an anchor that is not there is an error, once for each page', async () => {
  write(
    'b.html',
    '<a href="a/page.html#two">1</a><a href="gone.html">2</a><a href="gone.html">3</a><a href="../../b.html">4</a><a href="a/">5</a>',
  );
  const { code, output } = await check();
  expect(code).toBe(1);
  expect(
    output
      .split('\n')
      .slice(1)
      .map((line) => line.trim()),
  ).toEqual(['b.html: a/page.html#two', 'b.html: gone.html', 'b.html: ../../b.html', 'b.html: a/']);
});
