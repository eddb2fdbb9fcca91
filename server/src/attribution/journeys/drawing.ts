import { type Collected, DRAWN_STEPS, isLeftOut, type NameUnit } from './rules.ts';
import type { Sankey } from './schema.ts';

const MOST_UNITS = 8;
const CONVERSION = 'conversion';

type Node = Sankey['nodes'][number];
type Link = Sankey['links'][number];

/** The units that most conversions have a touch of. */
function drawnUnits({ units }: Collected): Set<string> {
  const most = [...units].sort(([a, left], [b, right]) => right.conversions - left.conversions || a - b);
  return new Set(most.slice(0, MOST_UNITS).map(([unit]) => String(unit)));
}

/**
 * The paths as a picture can hold them: their first five steps, told apart by the eight units that most conversions have a touch of, then
 * what came later as one step, then the conversion. Every conversion flows through, so that what enters a node leaves it.
 */
export function sankeyOf(collected: Collected, name: NameUnit): Sankey {
  const drawn = drawnUnits(collected);
  const nodes = new Map<string, Node>();
  const links = new Map<string, Link>();
  const nodeOf = (text: string, step: number): Node => {
    const place = step + 1;
    if (isLeftOut(text)) return { id: 'later', kind: 'later_steps', step: place, key: null, label: 'later steps', conversions: 0 };
    if (!drawn.has(text)) return { id: `${place}:`, kind: 'other_units', step: place, key: null, label: 'others', conversions: 0 };
    return { id: `${place}:${text}`, kind: 'unit', step: place, ...name(Number(text)), conversions: 0 };
  };
  for (const [text, { conversions, valueMinor }] of collected.starts) {
    const end: Node = { id: CONVERSION, kind: 'conversion', step: DRAWN_STEPS + 2, key: null, label: CONVERSION, conversions: 0 };
    const way = [...text.split(',').map(nodeOf), end];
    way.forEach((met, place) => {
      const node = nodes.get(met.id) ?? met;
      nodes.set(met.id, node);
      node.conversions += conversions;
      if (place === 0) return;
      const source = way[place - 1].id;
      const id = `${source} ${met.id}`;
      const link = links.get(id) ?? { source, target: met.id, conversions: 0, valueMinor: 0 };
      links.set(id, link);
      link.conversions += conversions;
      link.valueMinor += valueMinor;
    });
  }
  return {
    nodes: [...nodes.values()].sort((a, b) => a.step - b.step || b.conversions - a.conversions || (a.id < b.id ? -1 : 1)),
    links: [...links.values()].sort(
      (a, b) => b.conversions - a.conversions || (`${a.source} ${a.target}` < `${b.source} ${b.target}` ? -1 : 1),
    ),
  };
}
