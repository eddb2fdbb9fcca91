/** Letters that a machine writes for one another, as one of them; in this order. */
const SAME: readonly [RegExp, string][] = [
  [/^(?:kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/ph/g, 'f'],
  [/gh(?=t)|gh$/g, ''],
  [/tch|ch/g, 'k'],
  [/sch/g, 'sk'],
  [/ck|q(?:u)?/g, 'k'],
  [/x/g, 'ks'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/z/g, 's'],
  [/(?<=[aeiou])[hw](?![aeiou])/g, ''],
  [/e$/, ''],
  [/[aeiouy]+/g, 'a'],
  [/(.)\1+/g, '$1'],
];

/** How a name sounds, roughly: consonants by their sound, each run of vowels as one. Names that a machine confuses share it. */
export function soundOf(name: string): string {
  return SAME.reduce((text, [pattern, by]) => text.replace(pattern, by), name);
}

/** How many letters have to be put in, left out or changed to make one text of another (V. I. Levenshtein 1966). */
function editsBetween(a: string, b: string): number {
  let before = Uint16Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let row = 1; row <= a.length; row += 1) {
    const now = new Uint16Array(b.length + 1);
    now[0] = row;
    for (let column = 1; column <= b.length; column += 1) {
      const change = before[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      now[column] = Math.min(change, before[column] + 1, now[column - 1] + 1);
    }
    before = now;
  }
  return before[b.length];
}

/** The share of letters, 0 to 1, that two texts have in common in their order. */
export function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - editsBetween(a, b) / longest;
}

/** How near two names are, 0 to 1: 1 where they are written or sound the same. */
export function nearness(a: string, b: string): number {
  if (a === b) return 1;
  const [soundA, soundB] = [soundOf(a), soundOf(b)];
  if (soundA === soundB && soundA.length >= 3) return 1;
  return Math.min(0.99, Math.max(likeness(a, b), likeness(soundA, soundB) - 0.05));
}
