import { autocompletion, type CompletionContext } from '@codemirror/autocomplete';
import { indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { forceLinting, linter } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { oneDark } from '@codemirror/theme-one-dark';
import { hoverTooltip, keymap } from '@codemirror/view';
import { basicSetup, EditorView } from 'codemirror';
import type { Remote } from 'comlink';
import type { Compiler } from './compiler.worker.js';

/** Errors, completions and types of one file, which TypeScript gives in its worker. */
const typescript = (compiler: Remote<Compiler>, path: string) => [
  linter(
    async ({ state }) => {
      await compiler.updateFile({ path, code: state.doc.toString() });
      return (await compiler.getLints({ path, diagnosticCodesToIgnore: [] })) as any[];
    },
    { delay: 300 },
  ),
  autocompletion({
    override: [
      async ({ pos, explicit }: CompletionContext) =>
        (await compiler.getAutocompletion({ path, context: { pos, explicit } })) as any,
    ],
  }),
  hoverTooltip(async (_view, pos) => {
    const hover: any = await compiler.getHover({ path, pos });
    if (!hover?.quickInfo) return null;
    const dom = document.createElement('div');
    dom.className = 'type';
    dom.textContent = hover.quickInfo.displayParts?.map(({ text }: { text: string }) => text).join('') ?? '';
    return { pos: hover.start, end: hover.end, create: () => ({ dom }) };
  }),
];

/**
 * The editor. Escape, then Tab, leaves it by keyboard.
 *
 * @param changed is told of each change
 */
export function createEditor(parent: HTMLElement, compiler: Remote<Compiler>, changed: (code: string) => void) {
  const theme = new Compartment();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const themeNow = () => (dark.matches ? oneDark : []);
  const view = new EditorView({ parent });
  dark.addEventListener('change', () => view.dispatch({ effects: theme.reconfigure(themeNow()) }));

  return {
    /** Shows another file. */
    show(path: string, code: string): void {
      const extensions = [
        basicSetup,
        keymap.of([indentWithTab]),
        javascript({ typescript: true }),
        theme.of(themeNow()),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': `Code of ${path.slice(1)}` }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
        typescript(compiler, path),
      ];
      view.setState(EditorState.create({ doc: code, extensions }));
    },

    /** Looks for errors again. */
    check: () => forceLinting(view),
  };
}
