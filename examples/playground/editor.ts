import { autocompletion, type CompletionContext } from '@codemirror/autocomplete';
import { indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { forceLinting, linter } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { hoverTooltip, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup, EditorView } from 'codemirror';
import type { Remote } from 'comlink';
import type { Compiler } from './compiler.worker.js';

/** Colours of both themes, each with a contrast of at least 4.5. */
const look = [
  EditorView.theme({
    '&': { color: 'var(--text)', backgroundColor: 'var(--back)' },
    '.cm-gutters': { color: 'var(--dim)', backgroundColor: 'var(--soft)', border: 'none' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'light-dark(#0b539414, #7cc4ff1f)' },
    '.cm-cursor': { borderLeftColor: 'var(--text)' },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
      background: 'light-dark(#cfe3f7, #31415a) !important',
    },
    '.cm-tooltip': { color: 'var(--text)', backgroundColor: 'var(--soft)', border: '1px solid var(--line)' },
    '.type': { padding: '.2rem .5rem', fontFamily: 'monospace', whiteSpace: 'pre-wrap', maxWidth: '40rem' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.keyword, tags.modifier], color: 'light-dark(#7a1fa2, #d9a5f0)' },
      { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'light-dark(#8a3b00, #f0b98a)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#0b5394, #7cc4ff)' },
      { tag: [tags.typeName, tags.className], color: 'light-dark(#1b6e2e, #7ddc94)' },
      { tag: [tags.comment], color: 'var(--dim)', fontStyle: 'italic' },
    ]),
  ),
];

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
  const view = new EditorView({ parent });
  // What scrolls has to be reached by keyboard too.
  view.scrollDOM.tabIndex = 0;

  return {
    /** Shows another file. */
    show(path: string, code: string): void {
      const extensions = [
        basicSetup,
        keymap.of([indentWithTab]),
        javascript({ typescript: true }),
        look,
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
