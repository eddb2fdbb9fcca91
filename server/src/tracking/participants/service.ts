import type { TenantTx } from '../../platform/tenant-door.ts';
import { findRestrictionsIn, isRestricted } from '../restrictions/service.ts';
import {
  countExposures,
  type ExposureCount,
  findPlaces,
  listOutcomes,
  type OutcomeRow,
  type OutcomeSpan,
  streamTestedIdentities,
  type TestedIdentity,
  type TestSpan,
} from './store.ts';

export type { ExposureCount, OutcomeRow, OutcomeSpan, TestedIdentity, TestSpan };

/** The most devices of one household, as everywhere (METHOD §4). */
const MOST_AGENTS_PER_ADDRESS = 20;
const OUTCOMES_PER_PAGE = 2_000;

/**
 * Hands on who was exposed in a test, part by part, in no order: touchpoints with one identity and one arm are one. Addresses that stand
 * for no household are left out of identities, and people whom a restriction keeps out of matching altogether.
 */
export async function readTestedIdentitiesIn(
  tx: TenantTx,
  span: TestSpan,
  onPart: (identities: TestedIdentity[]) => Promise<void>,
): Promise<void> {
  const restrictions = await findRestrictionsIn(tx);
  await streamTestedIdentities(tx, span, MOST_AGENTS_PER_ADDRESS, (part) =>
    onPart(part.filter((identity) => !isRestricted(identity, restrictions))),
  );
}

/** Hands on the records of conversions of a kind in a time, page by page, oldest first; which counts for its order is not yet told. */
export async function readOutcomesIn(tx: TenantTx, span: OutcomeSpan, onPage: (rows: OutcomeRow[]) => Promise<void>): Promise<void> {
  for (let after: { at: string; id: string } | undefined; ;) {
    const rows = await listOutcomes(tx, span, after, OUTCOMES_PER_PAGE);
    if (rows.length > 0) await onPage(rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < OUTCOMES_PER_PAGE) return;
    after = { at: last.occurredAt, id: last.id };
  }
}

/** Where these conversions came from, of those of which it is known. */
export async function findPlacesIn(
  tx: TenantTx,
  ids: readonly string[],
): Promise<Map<string, { country: string | null; region: string | null }>> {
  const found = ids.length === 0 ? [] : await findPlaces(tx, ids);
  return new Map(found.map(({ id, ...place }) => [id, place]));
}

/** How many exposures (downloads and impressions) a campaign had, by UTC day and place; from included, to excluded. */
export async function countExposuresIn(tx: TenantTx, span: { campaign: string; fromAt: string; toAt: string }): Promise<ExposureCount[]> {
  return countExposures(tx, span);
}
