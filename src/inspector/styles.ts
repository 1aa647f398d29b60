/** Of the panel alone: it lives in a shadow root. Colours have a contrast of at least 4.5 in both themes. */
export const styles = `
:host {
  color-scheme: light dark;
  display: block;
  font: 12px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  --back: light-dark(#fff, #16181d);
  --soft: light-dark(#f1f3f5, #22262e);
  --line: light-dark(#ced4da, #3b414d);
  --text: light-dark(#1b1f24, #e6e9ee);
  --dim: light-dark(#50565e, #a7afbb);
  --in: light-dark(#0b5394, #7cc4ff);
  --out: light-dark(#1b6e2e, #7ddc94);
  --bad: light-dark(#b3261e, #ff9d94);
  color: var(--text);
  background: var(--back);
}
* { box-sizing: border-box; }
section { border: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr); grid-template-rows: auto auto minmax(0, 1fr); height: 100%; min-height: 20rem; }
header, nav { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; padding: .4rem; background: var(--soft); }
h2 { font-size: inherit; margin: 0; }
.url { color: var(--dim); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 24rem; }
.state { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; color: var(--bad); }
.state[data-state=open] { color: var(--out); }
.space { flex: 1; }
button, input { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 4px; padding: .15rem .5rem; min-height: 1.75rem; }
button[aria-pressed=true], button[aria-selected=true] { background: var(--text); color: var(--back); }
:focus-visible { outline: 2px solid var(--in); outline-offset: 1px; }
.chart { height: 90px; padding: 0 .4rem; overflow: hidden; }
.chart .u-wrap { position: relative; user-select: none; }
.chart .u-under, .chart .u-over { position: absolute; }
.chart canvas { display: block; position: relative; width: 100%; height: 100%; }
.body { overflow: auto; min-height: 0; }
.frames { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); height: 100%; }
.frames > div { overflow: auto; }
@media (max-width: 40rem) { .frames { grid-template-columns: 1fr; } }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
table[aria-label=Frames] th:nth-child(1) { width: 7.5rem; }
table[aria-label=Frames] th:nth-child(2) { width: 1.6rem; }
table[aria-label=Frames] th:nth-child(4), table[aria-label=Frames] th:nth-child(5) { width: 5.5rem; }
table[aria-label=Timeline] th:nth-child(-n+2) { width: 8rem; }
th, td { text-align: left; padding: .1rem .4rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 22rem; }
th { position: sticky; top: 0; background: var(--soft); font-weight: 600; }
tbody tr[tabindex] { cursor: pointer; }
tbody tr:nth-child(even) { background: var(--soft); }
tbody tr.selected { outline: 2px solid var(--in); outline-offset: -2px; }
pre { margin: 0; padding: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; }
[hidden] { display: none !important; }
`;
