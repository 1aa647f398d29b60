/**
 * Checks the links of a folder of HTML files: `node links.mjs folder`. Each has to lead to a file below it, not to a folder, and
 * each `#anchor` to an element with that id. What leads elsewhere (`https:`) is not asked for.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { argv, exit } from 'node:process';

const entities = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>' };
const plain = (text) => text.replace(/&(amp|quot|#39|lt|gt);/g, (entity) => entities[entity]);
const valuesOf = (html, names) =>
  [...html.matchAll(new RegExp(`\\s(?:${names})="([^"]*)"`, 'g'))].map(([, it]) => plain(it));

const folder = resolve(argv[2] ?? '.');
const pages = new Map();
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith('.html')) continue;
  // What code shows is text, and scripts have strings that look like links.
  const html = readFileSync(join(folder, name), 'utf8').replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');
  pages.set(join(folder, name), { links: valuesOf(html, 'href|src'), anchors: new Set(valuesOf(html, 'id|name')) });
}

const broken = [];
let count = 0;
for (const [page, { links }] of pages) {
  for (const link of links) {
    if (/^([a-z][a-z+.-]*:|\/\/)/i.test(link)) continue;
    count++;
    const [path, anchor] = link.split('#').map(decodeURIComponent);
    const target = path ? resolve(dirname(page), path.split('?')[0]) : page;
    const isThere = target.startsWith(folder + sep) && existsSync(target) && statSync(target).isFile();
    if (!isThere || (anchor && pages.has(target) && !pages.get(target).anchors.has(anchor))) {
      broken.push(`${relative(folder, page)}: ${link}`);
    }
  }
}

if (broken.length || !pages.size) {
  console.error([`${broken.length} broken links in ${pages.size} pages`, ...new Set(broken)].join('\n  '));
  exit(1);
}
console.log(`${count} links in ${pages.size} pages lead somewhere.`);
