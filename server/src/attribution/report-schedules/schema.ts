import { z } from 'zod';
import { KeptReportChoice, ReportChoice } from '../shared-reports/schema.ts';

export const EVERY = ['day', 'week', 'month'] as const;
/** So many addresses outside the tenant get the mails of one schedule. */
export const MOST_OUTSIDERS = 20;

const Email = z.email('must be an e-mail address').max(254, 'must be at most 254 characters').toLowerCase();

const when = {
  every: z.enum(EVERY, { error: `must be one of ${EVERY.join(', ')}` }),
  hour: z.int('must be a whole number').min(0, 'must be at least 0').max(23, 'must be at most 23').describe("in the tenant's time zone"),
  weekday: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(7, 'must be at most 7')
    .default(1)
    .describe('of every week: 1 = Monday to 7 = Sunday'),
  monthDay: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(28, 'must be at most 28')
    .default(1)
    .describe('of every month'),
};

/** Which report is mailed when, and to whom. */
export const NewReportSchedule = z
  .strictObject({
    title: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(120, 'must be at most 120 characters')
      .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must not hold line breaks or other control characters')
      .describe('the subject of the mails'),
    report: ReportChoice,
    ...when,
    toMembers: z.boolean('must be true or false').default(true).describe('to members, as each chose under "Mails"'),
    showsSpend: z.boolean('must be true or false').default(false).describe('whether spend, ROAS and CPA stand in the mails, too'),
    outsiders: z
      .array(Email)
      .max(MOST_OUTSIDERS, `names at most ${MOST_OUTSIDERS} addresses`)
      .transform((list) => [...new Set(list)])
      .default([])
      .describe('addresses outside; each mail to one tells how to stop it'),
  })
  .refine(({ toMembers, outsiders }) => toMembers || outsiders.length > 0, {
    error: 'must name somebody where no member gets the mails',
    path: ['outsiders'],
  })
  .meta({ id: 'NewReportSchedule' });
export type NewReportSchedule = z.output<typeof NewReportSchedule>;

export const ScheduleChange = z.strictObject({ isPaused: z.boolean() }).meta({ id: 'ScheduleChange' });
export type ScheduleChange = z.output<typeof ScheduleChange>;

export const ReportSchedule = z
  .object({
    id: z.uuid(),
    title: z.string(),
    report: KeptReportChoice,
    ...when,
    toMembers: z.boolean(),
    showsSpend: z.boolean(),
    outsiders: z.array(z.object({ email: z.string(), hasUnsubscribed: z.boolean() })),
    isPaused: z.boolean(),
    nextAt: z.string().nullable().describe('null while it is paused'),
    createdAt: z.string(),
    createdBy: z.string(),
    lastAt: z.string().nullable().describe('when it was mailed last, or could not be; null = not yet'),
    lastMails: z.int().nullable().describe('how many mails that were'),
    lastProblem: z.string().nullable().describe('why not all, or none, were mailed'),
  })
  .meta({ id: 'ReportSchedule' });
export type ReportSchedule = z.infer<typeof ReportSchedule>;
