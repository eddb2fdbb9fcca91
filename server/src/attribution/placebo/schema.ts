import { z } from 'zod';
import { Share } from '../../platform/intervals.ts';
import { EVIDENCE_CLASSES } from '../paths/codes.ts';

export const Placebo = z
  .object({
    lookbackDays: z.int(),
    minEvidence: z.enum(EVIDENCE_CLASSES),
    from: z.string().nullable(),
    to: z.string().describe('conversions before here: at the latest one lookback ago, since exposures after a conversion must be in'),
    eligibleConversions: z.int().describe('fully observed conversions of the period, counted up to a million'),
    sampledConversions: z.int().describe('how many of them were looked at: up to 2,000, chosen by a hash of their ids'),
    matched: Share.describe('conversions with an exposure in the lookback before them'),
    placebo: Share.describe('conversions with an exposure in a span as long after them, which cannot have led to them'),
    byEvidence: z
      .array(z.object({ evidence: z.enum(EVIDENCE_CLASSES), matched: Share, placebo: Share }))
      .describe('the same by the strongest class a conversion was matched by'),
  })
  .meta({ id: 'Placebo' });
export type Placebo = z.infer<typeof Placebo>;
