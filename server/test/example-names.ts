/** An id that readers see in place of a real one. */
const idOf = (number: number) => `019a0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

const ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** Replaces each text of a list by its partner, where it stands as a word of its own; the longest first. */
function replacing(pairs: readonly (readonly [string, string])[]): (text: string) => string {
  if (pairs.length === 0) return (text) => text;
  const partners = new Map(pairs);
  const longestFirst = [...partners.keys()].toSorted((one, other) => other.length - one.length);
  const any = new RegExp(`(?<![A-Za-z0-9])(?:${longestFirst.map(escaped).join('|')})(?![A-Za-z0-9])`, 'g');
  return (text) => text.replaceAll(any, (found) => partners.get(found) ?? found);
}

/** What stands on a page in place of what differs from one installation to the next, and the way back. */
export interface StandIns {
  shown(text: string): string;
  real(text: string): string;
}

/** Stand-ins for the texts of `known`, and for every id in the order in which they are met. */
export function standIns(known: readonly (readonly [string, string])[]): StandIns {
  const pairs = [...known];
  const met = new Map(pairs);
  const meet = (id: string) => {
    if (met.has(id)) return;
    const partner = idOf(met.size - known.length + 1);
    met.set(id, partner);
    pairs.push([id, partner]);
  };
  return {
    shown(text) {
      for (const [id] of text.matchAll(ID)) meet(id);
      return replacing(pairs)(text);
    },
    real: (text) => replacing(pairs.map(([real, shown]) => [shown, real] as const))(text),
  };
}
