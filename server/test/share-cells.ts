import type { getExplanation } from '../src/attribution/explanations/service.ts';
import { GROUPINGS } from './matching-world.ts';
import { matchedPerson, type OracleWorld } from './oracle.ts';

const NANO = 1_000_000_000;

/** What a row of a share's report stands on. */
interface Cell {
  nano: number;
  minor: number;
  /** Who stands behind it, and who of them paid. */
  people: Set<string>;
  paid: Set<string>;
}

type Explained = Awaited<ReturnType<typeof getExplanation>>;

const noCell = (): Cell => ({ nano: 0, minor: 0, people: new Set(), paid: new Set() });

/** What the grantor's own explanations, one conversion after the other, credit to the campaign by each key. */
export function cellsOf(
  world: OracleWorld,
  explained: readonly Explained[],
  { groupBy, campaign }: { groupBy: (typeof GROUPINGS)[number]; campaign: string },
): Map<string, Cell> {
  const behind = new Map(world.conversions.map((one) => [one.id, matchedPerson(world, one)]));
  const cells = new Map<string, Cell>();
  for (const { id, occurredAt, currency, touchpoints } of explained) {
    if (currency !== null && currency !== 'USD') continue;
    const person = behind.get(id) as string;
    for (const touch of touchpoints.filter((one) => one.campaign === campaign)) {
      const key = (groupBy === 'day' ? occurredAt.slice(0, 10) : touch[groupBy]) ?? '';
      const nano = Math.round(touch.creditConversions * NANO);
      const cell = cells.get(key) ?? noCell();
      cells.set(key, cell);
      cell.nano += nano;
      cell.minor += touch.creditMinor;
      if (nano === 0 && touch.creditMinor === 0) continue;
      cell.people.add(person);
      if (currency !== null) cell.paid.add(person);
    }
  }
  return cells;
}

function together(cells: readonly Cell[]): Cell {
  const sum = noCell();
  for (const { nano, minor, people, paid } of cells) {
    sum.nano += nano;
    sum.minor += minor;
    for (const one of people) sum.people.add(one);
    for (const one of paid) sum.paid.add(one);
  }
  return sum;
}

/** The rows of a report: those too few people stand behind, and the smallest other one, put together; value likewise left out. */
export function floored(cells: Map<string, Cell>, floor: number) {
  const all = [...cells]
    .filter(([, { people }]) => people.size > 0)
    .sort(([a, x], [b, y]) => x.people.size - y.people.size || (a < b ? -1 : 1));
  if (together(all.map(([, cell]) => cell)).people.size < floor) return [];
  const small = all.filter(([, { people }]) => people.size < floor).length;
  const few = small === 0 ? [] : all.slice(0, small + 1);
  const shown = all.slice(few.length).map(([key, cell]) => ({ key, isFew: false, cell }));
  if (few.length > 0) shown.push({ key: '', isFew: true, cell: together(few.map(([, cell]) => cell)) });
  const thin = shown.filter(({ cell: { paid } }) => paid.size > 0 && paid.size < floor);
  const paid = shown
    .filter(({ cell }) => cell.paid.size >= floor)
    .sort((a, b) => a.cell.paid.size - b.cell.paid.size || (a.key < b.key ? -1 : 1));
  const hidden = new Set(thin.length === 0 ? [] : [...thin, ...paid.slice(0, 1)]);
  return shown.map((row) => ({
    key: row.key === '' ? null : row.key,
    isFew: row.isFew,
    nano: row.cell.nano,
    minor: hidden.has(row) ? null : row.cell.minor,
  }));
}
