import { findCodesIn } from '../../catalog/codes/service.ts';
import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { countCampaignCountriesIn, countUsesIn } from '../../tracking/codeuses/service.ts';
import { checkPeriod } from '../analytics/rules.ts';
import { COUPON_SITES, leakOf } from './rules.ts';
import type { CodeLeakQuery, CodeLeaks } from './schema.ts';

const DAY_MS = 86_400_000;
const LAST_MS = Date.parse('3000-01-01T00:00:00Z');

/** Each reads every order with a code, and counts every exposure. */
const lookups = createGate({ perOwner: 1, inAll: 2 });

async function readIn(tx: TenantTx, query: CodeLeakQuery, terms: { lookbackDays: number; nowMs: number }): Promise<CodeLeaks> {
  const { from, to, couponSites = [], limit } = query;
  const { lookbackDays, nowMs } = terms;
  const at = (ms: number) => new Date(ms).toISOString();
  const span = { fromAt: at(from ?? 0), toAt: at(to ?? LAST_MS) };
  const days = Map.groupBy(await countUsesIn(tx, span, 'day'), ({ code }) => code);
  const referrers = Map.groupBy(await countUsesIn(tx, span, 'referrer'), ({ code }) => code);
  const countries = Map.groupBy(await countUsesIn(tx, span, 'country'), ({ code }) => code);
  const exposed = { fromAt: at(Math.max(0, (from ?? 0) - lookbackDays * DAY_MS)), toAt: span.toAt };
  const reached = Map.groupBy(await countCampaignCountriesIn(tx, exposed), ({ campaign }) => campaign);
  const book = await findCodesIn(tx, [...days.keys()]);
  const sites = [...new Set([...COUPON_SITES, ...couponSites])].sort();
  const lastDay = at(Math.min(to === undefined ? nowMs : to - 1, nowMs)).slice(0, 10);
  const codes = [...days].map(([code, own]) => {
    const lastUse = own.reduce((last, { of }) => (of !== null && of > last ? of : last), '1970-01-01');
    const mapped = book.at(code, Date.parse(`${lastUse}T23:59:59.999Z`));
    const campaign = mapped?.campaign ?? null;
    const places = campaign === null ? undefined : reached.get(campaign);
    const uses = {
      days: own,
      referrers: referrers.get(code) ?? [],
      countries: countries.get(code) ?? [],
      reached: places && new Set(places.map(({ country }) => country)),
    };
    return { code, campaign, show: mapped?.show ?? null, ...leakOf(uses, sites, lastDay) };
  });
  const sorted = codes.sort((a, b) => b.uses - a.uses || (a.code < b.code ? -1 : 1));
  return {
    from: from === undefined ? null : span.fromAt,
    to: to === undefined ? null : span.toAt,
    lookbackDays,
    couponSites: sites,
    codes: sorted.slice(0, limit),
    omittedCodes: Math.max(0, sorted.length - limit),
  };
}

/**
 * What speaks for promo codes having leaked from the listeners they were given to: orders that came from coupon sites, orders from
 * countries that no exposure of the code's campaign reached, and days with more uses than the code's other days make likely.
 * @throws AppError `forbidden`; `invalid_request` when `from` lies after `to`.
 */
export async function getCodeLeaks(context: Context, actor: Actor, query: CodeLeakQuery): Promise<CodeLeaks> {
  authorize(actor, 'attribution.read');
  checkPeriod(query);
  const { lookbackDays = (await getReportDefaults(context, 'system', actor.tenantId)).lookbackDays } = query;
  const read = (tx: TenantTx) => readIn(tx, query, { lookbackDays, nowMs: context.clock() });
  return lookups.run(actor.tenantId, () => inTenant(context.db, actor.tenantId, read, { readOnly: true }));
}
