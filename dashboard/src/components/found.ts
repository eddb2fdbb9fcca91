function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();
}

/** How well one word is found in a text: 3 at its beginning, 2 at that of a word, 1 inside, 0 not at all. */
function placeOf(text: string, word: string): number {
  if (text.startsWith(word)) return 3;
  let best = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    best = Math.max(best, /[\p{Letter}\p{Number}]/u.test(text[at - 1]) ? 1 : 2);
  return best;
}

/** How well a text answers what was typed, in any order of its words and without regard to case and accents; 0 where a word is missing. */
export function rankOf(text: string, typed: string): number {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const places = words.map((word) => placeOf(plain(text), word));
  return places.includes(0) ? 0 : 1 + places.reduce((sum, place) => sum + place, 0);
}

/** Those of a list that answer what was typed, the best first and otherwise as they came, `most` at the most. */
export function bestOf<Item>(
  items: readonly Item[],
  typed: string,
  { textOf, most }: { textOf: (item: Item) => string; most: number },
): Item[] {
  return items
    .map((item) => ({ item, rank: rankOf(textOf(item), typed) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, most)
    .map(({ item }) => item);
}
