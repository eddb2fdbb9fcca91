import { z } from 'zod';

export const SAVING_KINDS = ['cheaper_model', 'unused_purchase', 'ended_campaign', 'volume_price', 'smaller_tier'] as const;

export const Saving = z
  .object({
    kind: z.enum(SAVING_KINDS),
    subject: z.string().describe('what it is about: a model, a feature, a campaign, a meter, or the tier'),
    advice: z.string().describe('what could be done, in one sentence'),
    saves: z
      .object({ amount: z.string().describe('in 30 days, exact decimal; of a volume price in a month'), currency: z.string() })
      .nullable()
      .describe('null where nobody knows what it would save'),
    caveat: z.string().describe('what the figure does not know'),
    evidence: z.array(z.object({ label: z.string(), value: z.string() })),
  })
  .meta({ id: 'Saving' });
export type Saving = z.infer<typeof Saving>;

export const Savings = z
  .object({
    from: z.string().describe('first day that was looked at'),
    to: z.string().describe('excluded'),
    items: z.array(Saving).describe('those that save the most first'),
    notLookedAt: z.array(z.string()).describe('what there is too little data for, a sentence each'),
  })
  .meta({ id: 'Savings' });
export type Savings = z.infer<typeof Savings>;
