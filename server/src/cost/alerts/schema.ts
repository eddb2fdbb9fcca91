import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';

export const ALERT_KINDS = ['actual', 'amount', 'forecast', 'anomaly'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const Alert = z
  .object({
    id: z.string().describe('UUID; later alerts have greater ones'),
    budget: z.string().describe('the key of the budget, which may be gone'),
    limitVersion: z.int().describe('of the budget then'),
    kind: z
      .enum(ALERT_KINDS)
      .describe('actual: a percentage of the limit is used; amount: a sum is; forecast: it will be exceeded; anomaly: an unusual day'),
    threshold: z.string().describe('a percentage, a sum, or the day that was unusual'),
    startsOn: z.string().describe("the period's first day"),
    endsOn: z.string().describe("the period's last day"),
    used: z.string().describe('then, exact'),
    amount: z.string().describe('the limit then'),
    currency: z.string(),
    isLate: z.boolean().describe('true when it was so already when the budget was made or changed'),
    finding: z.string().describe('what it tells, in a sentence'),
    raisedAt: z.string(),
  })
  .meta({ id: 'CostAlert' });
export type Alert = z.infer<typeof Alert>;

export const AlertFilter = z.strictObject({ budget: z.string().min(1).max(100).optional().describe('the key of one budget') });
export type AlertFilter = z.output<typeof AlertFilter>;

export const AlertQuery = PageQuery.extend(AlertFilter.shape);
