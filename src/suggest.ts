/** Edits between two words: https://en.wikipedia.org/wiki/Levenshtein_distance */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The known name that a misspelled one is nearest to, if it is near enough to be meant. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const near = (name: string) => distance(word.toLowerCase(), name.toLowerCase());
  return known.filter((name) => near(name) <= 1 + word.length / 4).sort((a, b) => near(a) - near(b))[0];
}
