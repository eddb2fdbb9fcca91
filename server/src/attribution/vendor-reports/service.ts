import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listShowNamesIn } from '../../catalog/shows/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { countReachIn, type Reach } from '../../tracking/reach/service.ts';
import { type Report, ReportQuery } from '../reports/schema.ts';
import { getReport } from '../reports/service.ts';
import { differencesOf, joinVendorRows, nameFinder, notesOf, type OwnCredit, type OwnFigures } from './rules.ts';
import type { Metric, VendorComparison, VendorReport, VendorReportDetails, VendorRow } from './schema.ts';
import * as store from './store.ts';

/** Conversions that stand behind a metric; revenue is the value of purchases. */
const KINDS: Partial<Record<Metric, string>> = {
  visitors: 'visit',
  leads: 'lead',
  signups: 'signup',
  installs: 'install',
  purchases: 'purchase',
  revenueMinor: 'purchase',
};

/** A comparison reads up to fifteen reports, one after the other. */
const comparisons = createGate({ perOwner: 1, inAll: 2 });

/** Keeps what a vendor reported under a key of the tenant's own, in the place of what was there; rows of one name are added up. */
export async function putVendorReport(context: Context, actor: Actor, key: string, details: VendorReportDetails): Promise<VendorReport> {
  authorize(actor, 'vendor_reports.write');
  const joined = { ...details, rows: joinVendorRows(details.rows) };
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const report = await store.upsertVendorReport(tx, key, joined);
    const { vendor, from, to } = details;
    const after = { vendor, from, to, rows: report.rowCount };
    await recordAuditIn(tx, { actor: actor.name, action: 'vendor_report.put', target: key, after });
    return report;
  });
}

/** The vendors' reports that were imported, by key. */
export async function listVendorReports(context: Context, actor: Actor, page: PageRequest): Promise<Page<VendorReport>> {
  authorize(actor, 'attribution.read');
  const read = (tx: TenantTx) => store.listVendorReports(tx, page.after ?? '', page.limit + 1);
  return pageOf(await inTenant(context.db, actor.tenantId, read), page.limit, ({ key }) => key);
}

/** Forgets a vendor's report. @throws AppError `not_found`. */
export async function deleteVendorReport(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'vendor_reports.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await store.deleteVendorReport(tx, key))) throw notFound();
    await recordAuditIn(tx, { actor: actor.name, action: 'vendor_report.delete', target: key });
  });
}

function notFound(): AppError {
  return new AppError('not_found', 'There is no vendor report under this key.');
}

interface Found {
  report: VendorReport;
  rows: VendorRow[];
  reach: Reach[];
  /** Our keys, each with its name. */
  own: Map<string, string | null>;
}

async function findIn(tx: TenantTx, key: string): Promise<Found> {
  const found = await store.findVendorReport(tx, key);
  if (!found) throw notFound();
  const { from, to, groupBy } = found.report;
  const reach = await countReachIn(tx, { fromAt: `${from}T00:00:00Z`, toAt: `${to}T00:00:00Z` }, groupBy);
  const keys = reach.flatMap((one) => one.key ?? []);
  if (groupBy === 'campaign') {
    const campaigns = await listAllCampaignsIn(tx);
    return {
      ...found,
      reach,
      own: new Map([...keys.map((one) => [one, null] as const), ...campaigns.map((one) => [one.key, one.name] as const)]),
    };
  }
  const shows = await listShowNamesIn(tx);
  const own = new Map([...keys.map((one) => [one, null] as const), ...shows.map(({ key: one, name }) => [one, name] as const)]);
  return { ...found, reach, own };
}

/** The options under which one kind of conversion is read: our own, the vendor's, and the vendor's of exposures alone. */
function queriesOf({ from, to, groupBy, model, lookbackDays, currency }: VendorReport, conversionKind: string) {
  const asked = { from, to, groupBy, conversionKind, ...(currency === null ? {} : { currency }) };
  const theirs = { ...asked, model, lookbackDays: String(lookbackDays) };
  const exposures = { ...theirs, touchpointKind: 'download,impression', responseSignals: 'touchpoint' };
  return { defaults: asked, theirOptions: theirs, exposuresOnly: exposures };
}

interface Credited {
  /** Credit by metric and by key. */
  byMetric: Map<Metric, Map<string | null, OwnCredit>>;
  waitingConversions: number;
}

async function creditFor(context: Context, actor: Actor, report: VendorReport, metrics: readonly Metric[]): Promise<Credited> {
  const byMetric = new Map<Metric, Map<string | null, OwnCredit>>();
  let waitingConversions = 0;
  for (const kind of new Set(metrics.flatMap((metric) => KINDS[metric] ?? []))) {
    const reports: [keyof OwnCredit, Report][] = [];
    for (const [option, query] of Object.entries(queriesOf(report, kind)) as [keyof OwnCredit, object][])
      reports.push([option, await getReport(context, actor, ReportQuery.parse(query))]);
    for (const metric of metrics.filter((one) => KINDS[one] === kind)) {
      const credits = new Map<string | null, OwnCredit>();
      for (const [option, { rows }] of reports) {
        for (const row of rows) {
          const credit = credits.get(row.key) ?? { defaults: 0, theirOptions: 0, exposuresOnly: 0 };
          credits.set(row.key, { ...credit, [option]: metric === 'revenueMinor' ? row.valueMinor : row.conversions });
        }
      }
      byMetric.set(metric, credits);
    }
    waitingConversions = Math.max(waitingConversions, ...reports.map(([, one]) => one.waitingConversions));
  }
  return { byMetric, waitingConversions };
}

function figuresOf(key: string | null, reach: ReadonlyMap<string | null, Reach>, { byMetric }: Credited): OwnFigures {
  const none = { exposures: 0, usableExposures: 0, households: 0, addresses: 0, devices: 0 };
  const credit = Object.fromEntries([...byMetric].map(([metric, credits]) => [metric, key === null ? undefined : credits.get(key)]));
  const found = key === null ? undefined : reach.get(key);
  return { ...none, ...found, credit };
}

/**
 * A vendor's report beside our own figures of the same days: each difference with the steps that lead from our figure to one counted as the
 * vendor counts, and what no step explains.
 * @throws AppError `not_found`, `forbidden`.
 */
export async function getVendorComparison(context: Context, actor: Actor, key: string): Promise<VendorComparison> {
  authorize(actor, 'attribution.read');
  return comparisons.run(actor.tenantId, async () => {
    const found = await inTenant(context.db, actor.tenantId, (tx) => findIn(tx, key), { readOnly: true });
    const { report, reach, own } = found;
    const keyOf = nameFinder(own);
    // The key and the name of one of ours on two lines are one row, or each would be held against all that we have.
    const rows = joinVendorRows(found.rows, ({ name }) => keyOf(name) ?? `unknown ${name}`);
    const reached = new Map(reach.map((one) => [one.key, one]));
    const metrics = (Object.keys(KINDS) as Metric[]).filter((metric) => rows.some((row) => row[metric] !== undefined));
    const credited = await creditFor(context, actor, report, metrics);
    const options = `${report.model}, ${report.lookbackDays} days`;
    const compared = rows.map((row) => {
      const ownKey = keyOf(row.name);
      const figures = figuresOf(ownKey, reached, credited);
      const usableShare = figures.exposures === 0 ? null : figures.usableExposures / figures.exposures;
      return { name: row.name, key: ownKey, usableShare, differences: differencesOf(row, figures, report.vendor, options) };
    });
    const present = new Set(compared.map((row) => row.key));
    const missing = reach.flatMap((one) => (one.key === null || present.has(one.key) ? [] : [{ key: one.key, exposures: one.exposures }]));
    return { ...report, waitingConversions: credited.waitingConversions, rows: compared, missing, notes: notesOf(report.vendor) };
  });
}
