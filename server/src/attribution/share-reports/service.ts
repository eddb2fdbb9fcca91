import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { conversionsOf } from '../reports/aggregate.ts';
import type { ReceivedShare } from '../shares/schema.ts';
import { listReceived } from '../shares/store.ts';
import { checkScope, figuresOf, labelOf, sortFigures, spendFor, sumOf } from './rules.ts';
import type { AllSharesQuery, AllSharesReport, ShareReport, ShareReportQuery } from './schema.ts';
import { findHead, insertReads, listFigures, type ShareHead } from './store.ts';

const LOOKBACK_DAYS = 30;

/** The share's own days, where the query does not narrow them. */
function daysOf({ from, to }: ShareReportQuery, { startsOn, endsBefore }: ShareHead) {
  const later = [from ?? null, startsOn].filter((day) => day !== null).sort();
  const earlier = [to ?? null, endsBefore].filter((day) => day !== null).sort();
  return { from: later.at(-1) ?? null, to: earlier[0] ?? null };
}

/** From when on events take part in a matching share. */
function sinceOf({ kind, createdAt, acceptedAt }: ShareHead) {
  if (kind === 'report') return { exposuresSince: null, ordersSince: null };
  return { exposuresSince: createdAt.toISOString(), ordersSince: acceptedAt.toISOString() };
}

async function reportIn(tx: TenantTx, id: string, query: ShareReportQuery): Promise<ShareReport> {
  const head = await findHead(tx, id);
  if (!head) throw new AppError('not_found', 'There is no such share, or it is not accepted or over.');
  checkScope(query, head);
  const { groupBy, model } = query;
  const currency = query.currency ?? head.currencies[0] ?? null;
  const asked = { groupBy, model, currency, from: query.from ?? null, to: query.to ?? null };
  const figures = sortFigures(await listFigures(tx, id, asked), groupBy);
  const spend = groupBy === 'campaign' ? spendFor(head, currency, query) : null;
  const total = sumOf(figures, head.showsValue);
  return {
    shareId: id,
    kind: head.kind,
    campaign: head.campaign,
    campaignLabel: head.campaignName ?? head.campaign,
    ...sinceOf(head),
    model,
    groupBy,
    lookbackDays: LOOKBACK_DAYS,
    currency,
    otherCurrencies: head.currencies.filter((one) => one !== currency),
    conversionKinds: head.conversionKinds,
    ...daysOf(query, head),
    minPeople: head.minPeople,
    isBelowFloor: figures.length === 0,
    computedAt: head.computedAt?.toISOString() ?? null,
    waitingConversions: head.waiting,
    totals: { conversions: conversionsOf(total.nano), valueMinor: total.minor },
    rows: figures.map((figure) => ({ key: figure.key, label: labelOf(figure), isFew: figure.isFew, ...figuresOf(figure, spend) })),
  };
}

/**
 * The figures of a live share, the same for its grantor and its grantee, as far as its scope goes. They are read through the database's
 * function for shares, which looks at who asks and whether the share is over each time.
 * @throws AppError `forbidden`; `not_found` for a share of others, one that is not accepted and one that is over; `invalid_request` beyond
 * its scope.
 */
export async function getShareReport(context: Context, actor: Actor, id: string, query: ShareReportQuery): Promise<ShareReport> {
  authorize(actor, 'shares.read');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const report = await reportIn(tx, id, query);
    await recordAuditIn(tx, { actor: actor.name, action: 'share.read', target: id });
    await insertReads(tx, [id]);
    return report;
  });
}

type Item = AllSharesReport['items'][number];

async function itemIn(
  tx: TenantTx,
  share: ReceivedShare,
  head: ShareHead,
  asked: { model: string; currency: string | null },
): Promise<Item> {
  const figures = await listFigures(tx, share.id, { ...asked, groupBy: 'campaign', from: null, to: null });
  return {
    shareId: share.id,
    grantor: share.grantor,
    campaign: head.campaign,
    campaignLabel: head.campaignName ?? head.campaign,
    currency: asked.currency,
    isBelowFloor: figures.length === 0,
    computedAt: head.computedAt?.toISOString() ?? null,
    waitingConversions: head.waiting,
    ...figuresOf(sumOf(figures, head.showsValue), spendFor(head, asked.currency, {})),
  };
}

/** Every live share that the tenant received in one view, a line for each share and currency. @throws AppError `forbidden`. */
export async function getAllSharesReport(context: Context, actor: Actor, { model }: AllSharesQuery): Promise<AllSharesReport> {
  authorize(actor, 'shares.read');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const items: Item[] = [];
    for (const share of await listReceived(tx, null)) {
      const head = await findHead(tx, share.id);
      if (!head) continue;
      const currencies = head.currencies.length > 0 ? head.currencies : [null];
      for (const currency of currencies) items.push(await itemIn(tx, share, head, { model, currency }));
    }
    const shares = [...new Set(items.map(({ shareId }) => shareId))];
    await recordAuditIn(tx, { actor: actor.name, action: 'share.read', target: 'all', after: { shares } });
    await insertReads(tx, shares);
    return { model, items };
  });
}
