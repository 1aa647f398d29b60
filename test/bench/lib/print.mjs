import { titles } from './contenders.mjs';

const digits = (value, most) =>
  value.toLocaleString('en', { maximumFractionDigits: most, minimumFractionDigits: most });
const ratio = (value) => digits(value, value < 10 ? 2 : value < 100 ? 1 : 0);
const whole = (value) => digits(Math.abs(value) < 0.5 ? 0 : value, 0);

const texts = {
  ratio: ({ median, least, greatest }) =>
    `${median < 10 ? digits(median, 3) : ratio(median)} (${ratio(least)}–${ratio(greatest)})`,
  growth: (cell) => `${texts.ratio(cell)}, ${whole(cell.b)} ns`,
  ns: ({ b }) => whole(b),
  B: ({ b, bLeast, bGreatest }) => `${whole(b)} (${whole(bLeast)}–${whole(bGreatest)})`,
};

const limits = { ratio: ({ a }) => `${whole(a)} ns`, ns: ({ a }) => whole(a) };
const notes = {
  ratio: (limit) => `ratio to ${limit}: median (min–max of the pairs)`,
  growth: (base) => `${notes.ratio(base)}, and what it costs`,
  ns: () => 'ns each, median',
  B: () => 'median (min–max)',
};

/**
 * Prints one table.
 *
 * @param rows `{ label, cells: { contender: cell }, verdict? }`
 */
export function print({ title, unit = 'ratio', base = 'limit' }, names, rows) {
  const limit = limits[unit];
  const note = notes[unit](base === 'limit' ? 'the limit' : base);
  const head = [note, ...(limit ? [base] : []), ...names.map((name) => titles[name]), 'to reach'];
  const lines = rows.map(({ label, cells, verdict }) => {
    const [any] = Object.values(cells);
    return [
      label,
      ...(limit ? [any ? limit(cells.copy ?? cells.again ?? any) : ''] : []),
      ...names.map((name) => (cells[name] ? texts[unit](cells[name]) : '–')),
      verdict ? `${verdict.text} ${verdict.isMet ? 'ok' : 'MISS'}` : '',
    ];
  });
  const widths = head.map((_, i) => Math.max(...[...lines, i ? head : []].map((line) => line[i]?.length ?? 0)));
  const show = (line) => line.map((text, i) => (i ? text.padStart(widths[i]) : text.padEnd(widths[0]))).join('  ');
  console.log(`\n${title} — ${note}`);
  console.log(show(['', ...head.slice(1)]).trimEnd());
  for (const line of lines) console.log(show(line).trimEnd());
}
