import { setImmediate as othersTurn } from 'node:timers/promises';
import { listShowNamesIn } from '../../catalog/shows/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { createShowIndex, type NamedShow, type ShowIndex } from '../surveys/likeness.ts';
import { indexShows, type Judgement, judge } from '../surveys/rules.ts';
import { listAliases } from '../surveys/store.ts';

/** Shows are made ready, and answers judged, so much at a time before others have their turn. */
const SHOWS_AT_ONCE = 500;
const COMPARISONS_AT_ONCE = 2_000;
const LOOKS_AT_ONCE = 50_000;
const MOST_INDEXES = 8;

interface Indexed {
  shows: readonly NamedShow[];
  index: ShowIndex;
}

const indexesByContext = new WeakMap<Context, Map<string, Indexed>>();

const isSame = (a: readonly NamedShow[], b: readonly NamedShow[]) =>
  a.length === b.length && a.every(({ key, name }, place) => key === b[place].key && name === b[place].name);

/** The index of a tenant's shows; made anew where one has another name than when it was made. */
async function indexOf(context: Context, tenantId: string, shows: readonly NamedShow[]): Promise<ShowIndex> {
  const indexes = indexesByContext.get(context) ?? new Map<string, Indexed>();
  indexesByContext.set(context, indexes);
  const known = indexes.get(tenantId);
  indexes.delete(tenantId);
  if (known && isSame(known.shows, shows)) {
    indexes.set(tenantId, known);
    return known.index;
  }
  const index = createShowIndex();
  for (let from = 0; from < shows.length; from += SHOWS_AT_ONCE) {
    indexShows(shows.slice(from, from + SHOWS_AT_ONCE), index);
    await othersTurn();
  }
  indexes.set(tenantId, { shows, index });
  for (const oldest of indexes.keys()) if (indexes.size > MOST_INDEXES) indexes.delete(oldest);
  return index;
}

/**
 * Judges texts by the tenant's shows, and by what was remembered of the same words, outside any transaction; others have their turn in
 * between. One judgement for each text, in order.
 */
export async function judgeTexts(
  context: Context,
  _actor: 'system',
  tenantId: string,
  texts: readonly { answer: string; phrase: string }[],
): Promise<Judgement[]> {
  const read = async (tx: TenantTx) => ({
    shows: await listShowNamesIn(tx),
    aliases: await listAliases(tx, [...new Set(texts.map(({ phrase }) => phrase))]),
  });
  const { shows, aliases } = await inTenant(context.db, tenantId, read, { readOnly: true });
  const index = await indexOf(context, tenantId, shows);
  const judgements: Judgement[] = [];
  let { comparisons, looks } = index.work;
  for (const { answer } of texts) {
    judgements.push(judge(answer, index, aliases));
    const { work } = index;
    if (work.comparisons - comparisons < COMPARISONS_AT_ONCE && work.looks - looks < LOOKS_AT_ONCE) continue;
    ({ comparisons, looks } = work);
    await othersTurn();
  }
  return judgements;
}
