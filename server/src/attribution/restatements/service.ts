import { type ActingRow, listActorsIn } from '../../platform/audit-chain.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { type ConversionEvidence, findConversionIn, findConversionsWithOrdersIn } from '../../tracking/evidence/service.ts';
import { codesTold } from '../paths/rules.ts';
import { findCreditingsIn } from '../creditings/service.ts';
import { creditPaths } from '../reports/credited.ts';
import { ANY_CURRENCY } from '../reports/evaluate.ts';
import { chosenBy, creditOptionsOf } from '../reports/rules.ts';
import { type Chosen, CreditQuery } from '../reports/schema.ts';
import { readSlotsIn } from '../slots/service.ts';
import { actOf, causeOf, restatementOf, type ToldPair, type ToldVersion } from './rules.ts';
import type { ConversionHistory, Restatement, RestatementsQuery } from './schema.ts';
import {
  countVersions,
  findVersions,
  type ListedVersion,
  listVersions,
  type PathVersionRow,
  type VersionFilter,
  type VersionPlace,
} from './store.ts';

/** So many versions are compared at a time: paths can be long. */
const VERSIONS_PER_PART = 20;

const nameOf = (conversionId: string, version: number) => `${version} ${conversionId}`;

/** Of listed versions, each with the one before it, and what both say under the tenant's settings. */
async function pairsIn(
  context: Context,
  tx: TenantTx,
  listed: readonly ListedVersion[],
  query: Chosen<CreditQuery>,
): Promise<(ToldPair & { listed: ListedVersion })[]> {
  const asked = listed.flatMap(({ conversionId, version }) => [
    { conversionId, version },
    { conversionId, version: version - 1 },
  ]);
  const distinct = [...new Map(asked.map((one) => [nameOf(one.conversionId, one.version), one])).values()];
  const rows = await findVersions(tx, distinct);
  const packed = rows.filter((row): row is PathVersionRow & { packed: Buffer } => row.packed !== null);
  const options = creditOptionsOf(query, [], { conversionKinds: undefined, currency: ANY_CURRENCY, creditDate: 'conversion' });
  const [linear] = await findCreditingsIn(tx, ['linear'], query);
  const { chunk, outcomeOf } = creditPaths(packed, linear, options, await readSlotsIn(context, tx));
  const told = new Map<string, ToldVersion>();
  for (const row of rows) told.set(nameOf(row.conversionId, row.version), { row, outcome: undefined, place: undefined });
  packed.forEach((row, place) => told.set(nameOf(row.conversionId, row.version), { row, outcome: outcomeOf(place), place }));
  return listed.flatMap((one) => {
    const after = told.get(nameOf(one.conversionId, one.version));
    return after ? [{ listed: one, chunk, before: told.get(nameOf(one.conversionId, one.version - 1)), after }] : [];
  });
}

/** Conversions by their ids, with the other records of their orders. */
async function recordsIn(tx: TenantTx, listed: readonly ListedVersion[]) {
  const ids = [...new Set(listed.map(({ conversionId }) => conversionId))];
  const found = await findConversionsWithOrdersIn(tx, ids);
  const byId = new Map(found.map((one) => [one.id, one]));
  const othersOf = ({ id, order }: ConversionEvidence) => found.filter((one) => order !== null && one.order === order && one.id !== id);
  return { byId, othersOf };
}

async function tellIn(
  context: Context,
  tx: TenantTx,
  listed: readonly ListedVersion[],
  query: Chosen<CreditQuery>,
): Promise<Restatement[]> {
  const pairs = await pairsIn(context, tx, listed, query);
  const { byId, othersOf } = await recordsIn(tx, listed);
  const acts = pairs.map(({ listed: one, before }) => {
    const conversion = byId.get(one.conversionId);
    return actOf(one, before?.row.at ?? null, conversion ? codesTold(conversion) : []);
  });
  const rows = await listActorsIn(
    tx,
    acts.flatMap((act, place) => (act ? [{ place, ...act }] : [])),
  );
  const actors = Map.groupBy(rows, ({ place }: ActingRow) => place);
  return pairs.map((pair, place) => {
    const conversion = byId.get(pair.listed.conversionId);
    const tell = (cause: Restatement['cause']) => restatementOf(pair.listed, pair, cause);
    const { addedCount, removedCount } = tell({ by: 'unknown', actors: [], says: '' });
    const facts = {
      actors: (actors.get(place) ?? []).map(({ actor }) => actor),
      added: addedCount,
      removed: removedCount,
      others: conversion ? othersOf(conversion) : [],
    };
    return tell(causeOf(pair.listed.reason, facts));
  });
}

const PLACE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z) ([^]+)$/;

function placeOf({ after }: PageRequest): VersionPlace | undefined {
  if (after === undefined) return undefined;
  const [, at, conversionId] = PLACE.exec(after) ?? [];
  if (at === undefined || conversionId === undefined || Number.isNaN(Date.parse(at))) throw strayCursor();
  return { at, conversionId };
}

async function pageIn(
  context: Context,
  tx: TenantTx,
  asked: { filter: VersionFilter; page: PageRequest; query: Chosen<CreditQuery> },
): Promise<Page<Restatement>> {
  const { filter, page, query } = asked;
  const found = await listVersions(tx, filter, placeOf(page), page.limit + 1);
  const { items, nextCursor } = pageOf(found, page.limit, ({ at, conversionId }) => `${at} ${conversionId}`);
  const told: Restatement[] = [];
  for (let from = 0; from < items.length; from += VERSIONS_PER_PART)
    told.push(...(await tellIn(context, tx, items.slice(from, from + VERSIONS_PER_PART), query)));
  return { items: told, nextCursor };
}

async function queryOf(context: Context, actor: Actor): Promise<Chosen<CreditQuery>> {
  return chosenBy(CreditQuery.parse({}), await getReportDefaults(context, 'system', actor.tenantId));
}

/**
 * The tenant's restatements, the newest first: every version of a path that took the place of another one, with when, why, by whom as far
 * as that is on record, and what changed.
 * @throws AppError `forbidden`; `invalid_request` for an end before the beginning, or a cursor that did not come from an answer.
 */
export async function listRestatements(
  context: Context,
  actor: Actor,
  { conversion, reason, from, to }: Pick<RestatementsQuery, 'conversion' | 'reason' | 'from' | 'to'>,
  page: PageRequest,
): Promise<Page<Restatement>> {
  authorize(actor, 'attribution.read');
  if (from !== undefined && to !== undefined && from > to)
    throw invalid('/from', '"from" lies after "to"; exchange them. "from" is included, "to" is not.');
  const query = await queryOf(context, actor);
  const filter = { conversion, reason, from, to, withFirst: false };
  return inTenant(context.db, actor.tenantId, (tx) => pageIn(context, tx, { filter, page, query }), { readOnly: true });
}

/**
 * Every version of one conversion's path that is kept, the newest first, the first one included. `id` is the id the tenant sent.
 * @throws AppError `forbidden`; `not_found` when the tenant has no such conversion; `invalid_request` as `listRestatements`.
 */
export async function getHistory(context: Context, actor: Actor, id: string, page: PageRequest): Promise<ConversionHistory> {
  authorize(actor, 'attribution.read');
  const query = await queryOf(context, actor);
  const read = async (tx: TenantTx): Promise<ConversionHistory> => {
    if (!(await findConversionIn(tx, id))) throw new AppError('not_found', 'There is no such conversion.');
    const counts = await countVersions(tx, id);
    const listed = await pageIn(context, tx, { filter: { conversion: id, withFirst: true }, page, query });
    const versionsGone = counts ? counts.version - 1 - counts.kept : 0;
    return { conversionId: id, version: counts?.version ?? null, versionsGone, ...listed };
  };
  return inTenant(context.db, actor.tenantId, read, { readOnly: true });
}
