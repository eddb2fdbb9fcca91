import type { Context } from '../../platform/context.ts';
import { estimateOf, NO_ESTIMATE, scaledEstimate } from '../../platform/estimates.ts';
import { shareOf } from '../../platform/intervals.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getSurveySummary } from '../../tracking/surveys/service.ts';
import { ReportQuery } from '../reports/schema.ts';
import { getReport } from '../reports/service.ts';
import type { SurveyCreditQuery, SurveyCredits } from './schema.ts';

/**
 * What survey answers say of each show beside what a model credits to it: customers projected from the answers that name it, purchases
 * credited, and the one by the other. The interval is that of the share of answers; customers and credit are taken as they are.
 * @throws AppError `forbidden`; `invalid_request` when `to` does not lie after `from`.
 */
export async function getSurveyCredits(context: Context, actor: Actor, query: SurveyCreditQuery): Promise<SurveyCredits> {
  authorize(actor, 'attribution.read');
  const { from, to, ...rest } = query;
  const summary = await getSurveySummary(context, actor, { from, to });
  const frame = ReportQuery.parse({ groupBy: 'show', from, to, conversionKind: 'purchase,subscription' });
  const report = await getReport(context, actor, { ...frame, ...rest });
  const credited = new Map(
    report.rows.flatMap(({ key, label, conversions }) => (key === null ? [] : [[key, { label, conversions }] as const])),
  );
  const answered = new Map(summary.shows.map(({ show, answers }) => [show, answers]));
  const answers = summary.podcastShare.of;
  const rows = [...new Set([...answered.keys(), ...credited.keys()])].map((show) => {
    const share = shareOf(answered.get(show) ?? 0, answers);
    const { label = show, conversions: attributed = 0 } = credited.get(show) ?? {};
    const projected = scaledEstimate(estimateOf(share), summary.customers);
    const multiplier = attributed === 0 ? { ...NO_ESTIMATE, isFew: share.isFew } : scaledEstimate(projected, 1 / attributed);
    return { show, label, share, projected, attributed, multiplier };
  });
  return {
    from,
    to,
    model: query.model,
    fit: report.fit,
    lookbackDays: report.lookbackDays,
    answers,
    customers: summary.customers,
    rows: rows.sort((a, b) => b.share.count - a.share.count || b.attributed - a.attributed || (a.show < b.show ? -1 : 1)),
  };
}
