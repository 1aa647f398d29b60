import { wrap } from 'comlink';
import type { Compiler } from './compiler.worker.js';
import { createEditor } from './editor.js';
import type { Fault, FromFrame, Program } from './frame/protocol.js';
import { pack, unpack } from './share.js';
import { type Tab, tabs } from './tabs.js';

type File = 'client' | 'server';

const find = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const frame = find<HTMLIFrameElement>('frame');
const problems = find('problems');
const compiler = wrap<Compiler>(new Worker(new URL('./compiler.worker.ts', import.meta.url), { type: 'module' }));

/** How long typing may pause before the code is run, in milliseconds. */
const PAUSE_MS = 60;

let tab: Tab = tabs[0]!;
let file: File = 'client';
let code: Record<File, string> = { client: tab.client, server: tab.server };
let isReal = false;
let program: Program | undefined;
let run = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

const pathOf = (which: File): string => `/${tab.id}-${which}.${which === 'client' ? tab.language : 'ts'}`;
const tell = (lines: readonly string[]): void => {
  problems.textContent = lines.join('\n');
};

/** Compiles both files and starts the result anew; what does not compile leaves the last result running. */
async function start(): Promise<void> {
  clearTimeout(timer);
  const mine = ++run;
  const compiled = await Promise.all(
    (['client', 'server'] as const).map((which) => compiler.transpile(code[which], pathOf(which))),
  );
  if (mine !== run) return;
  const found = compiled.flatMap((one) => one.problems);
  tell(found);
  if (found.length) return;
  program = { tab: tab.id, isReal, client: compiled[0]!.code, server: compiled[1]!.code };
  frame.src = `./frame/index.html?run=${mine}`;
}

const editor = createEditor(find('editor'), compiler, (text) => {
  code[file] = text;
  clearTimeout(timer);
  timer = setTimeout(start, PAUSE_MS);
});

addEventListener('message', ({ data, source }: MessageEvent<FromFrame>) => {
  if (source !== frame.contentWindow) return;
  if (data.kind === 'ready' && program) frame.contentWindow!.postMessage({ kind: 'run', program }, location.origin);
  if (data.kind === 'problem') tell([data.text]);
});

function button(parent: HTMLElement, text: string, onclick: () => void, attributes: Record<string, string> = {}) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.onclick = onclick;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

/** Tabs by the pattern of WAI-ARIA: arrows move, one is in the order of Tab. */
function tablist(parent: HTMLElement, names: readonly string[], chosen: (index: number) => void) {
  const all = names.map((name, i) => button(parent, name, () => choose(i), { role: 'tab' }));
  const choose = (index: number): void => {
    mark(index);
    chosen(index);
  };
  const mark = (index: number): void => {
    all.forEach((one, i) => {
      one.setAttribute('aria-selected', String(i === index));
      one.tabIndex = i === index ? 0 : -1;
    });
  };
  parent.addEventListener('keydown', ({ key }) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = (all.indexOf(document.activeElement as HTMLButtonElement) + step + all.length) % all.length;
    if (!step) return;
    all[next]!.focus();
    choose(next);
  });
  return { all, mark };
}

const showFile = (which: File): void => {
  file = which;
  editor.show(pathOf(which), code[which]);
};
const files = tablist(find('files'), ['page', 'server'], (index) => showFile(index ? 'server' : 'client'));

function open(next: Tab, shared?: { client: string; server: string }): void {
  tab = next;
  code = { client: shared?.client ?? next.client, server: shared?.server ?? next.server };
  examples.mark(tabs.indexOf(next));
  files.mark(0);
  showFile('client');
  void start();
}
const examples = tablist(
  find('tabs'),
  tabs.map(({ name }) => name),
  (index) => {
    history.replaceState(null, '', `#tab=${tabs[index]!.id}`);
    open(tabs[index]!);
  },
);

const actions = find('actions');
button(actions, 'Reset', () => open(tab));
const share = button(actions, 'Share', async () => {
  history.replaceState(null, '', `#code=${await pack({ tab: tab.id, ...code })}`);
  await navigator.clipboard?.writeText(location.href).catch(() => {});
  share.textContent = 'Link in the address bar';
  setTimeout(() => (share.textContent = 'Share'), 2000);
});

const faults: readonly (readonly [Fault, string])[] = [
  ['cut', 'Cut the line'],
  ['silence', 'Go silent'],
  ['rubbish', 'Send rubbish'],
  ['flood', '1,000 messages a second'],
];
for (const [fault, text] of faults) {
  button(find('faults'), text, () => frame.contentWindow?.postMessage({ kind: 'fault', fault }, location.origin));
}
const real = button(
  find('faults'),
  'Real server',
  () => {
    isReal = !isReal;
    real.setAttribute('aria-pressed', String(isReal));
    void start();
  },
  { 'aria-pressed': 'false' },
);
if (!location.port) real.disabled = true;

async function begin(): Promise<void> {
  const hash = new URLSearchParams(location.hash.slice(1));
  const shared = await unpack(hash.get('code') ?? '');
  open(tabs.find(({ id }) => id === (shared?.tab ?? hash.get('tab'))) ?? tabs[0]!, shared);
  // Running does not wait for the checker, which has to read all declarations first.
  await compiler.initialize();
  showFile(file);
  editor.check();
}
void begin();
