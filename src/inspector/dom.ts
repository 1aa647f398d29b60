type Props = { readonly [name: string]: string | boolean | ((event: any) => void) | undefined };

/** An element: attributes, listeners (`onclick`), children. Text is text, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string') element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Changes the text only if it is another one: most cells stay as they are. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** A table whose rows are kept and filled anew. */
export function createTable(label: string, headings: readonly string[], onRow?: (key: string) => void) {
  const body = h('tbody');
  const table = h(
    'table',
    { 'aria-label': label },
    h('thead', {}, h('tr', {}, ...headings.map((heading) => h('th', { scope: 'col' }, heading)))),
    body,
  );
  const pick = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void =>
    onRow?.(currentTarget.dataset.key!);
  const createRow = (): HTMLTableRowElement => {
    const row = h('tr', onRow ? { tabindex: '0', onclick: pick, onkeydown: (e) => e.key === 'Enter' && pick(e) } : {});
    for (const _ of headings) row.append(h('td'));
    return row;
  };
  return {
    table,
    /** @param rows cells, and what the row is known by */
    fill(rows: readonly (readonly [key: string, ...cells: string[]])[], selected?: string): void {
      // As children, because not every DOM that tests run in knows the rows and cells of a table.
      while (body.children.length > rows.length) body.lastElementChild!.remove();
      rows.forEach(([key, ...cells], i) => {
        const row = (body.children[i] as HTMLElement | undefined) ?? body.appendChild(createRow());
        if (row.dataset.key !== key) row.dataset.key = key;
        row.classList.toggle('selected', key === selected);
        cells.forEach((cell, column) => {
          setText(row.children[column]!, cell);
        });
      });
    },
  };
}
