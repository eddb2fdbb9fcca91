import { z } from 'zod';
import { KeptReportChoice, ReportChoice } from '../shared-reports/schema.ts';

export const MOST_DAYS = 365;

const text = (most: number) =>
  z.string().trim().min(1, 'must not be empty; leave it out instead').max(most, `must be at most ${most} characters`);

/** What is asked for: a report, what stands over it, and how long its page answers. */
export const NewReportLink = z
  .strictObject({
    title: text(120).optional().describe('stands over the report, for whoever opens it'),
    note: text(500).optional().describe('stands on the page, for whoever opens it'),
    expiresInDays: z
      .int('must be a whole number of days')
      .min(1, 'must be at least 1')
      .max(MOST_DAYS, `must be at most ${MOST_DAYS}`)
      .default(30)
      .describe('how long the page answers'),
    showsSpend: z
      .boolean()
      .default(false)
      .describe('whether spend, ROAS and CPA stand on the page and in its CSV, as far as they are known'),
    report: ReportChoice.describe('which report the page shows, as it is whenever the page is opened'),
  })
  .meta({ id: 'NewReportLink' });
export type NewReportLink = z.output<typeof NewReportLink>;

export const REPORT_LINK_STATES = ['live', 'expired', 'revoked'] as const;

/** A page that shows a report to whoever has its address. */
export const ReportLink = z
  .object({
    id: z.uuid(),
    state: z.enum(REPORT_LINK_STATES),
    title: z.string().nullable(),
    note: z.string().nullable(),
    showsSpend: z.boolean(),
    report: KeptReportChoice,
    createdAt: z.string(),
    createdBy: z.string(),
    expiresAt: z.string(),
    revokedAt: z.string().nullable(),
    revokedBy: z.string().nullable(),
    views: z.int().describe('how often the page was opened'),
    lastViewedAt: z.string().nullable(),
  })
  .meta({ id: 'ReportLink' });
export type ReportLink = z.infer<typeof ReportLink>;

export const CreatedReportLink = ReportLink.extend({
  address: z.string().describe('of the page; answered this once, as only its hash is kept'),
}).meta({ id: 'CreatedReportLink' });
export type CreatedReportLink = z.infer<typeof CreatedReportLink>;
