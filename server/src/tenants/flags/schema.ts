import { z } from 'zod';
import { Tier } from '../schema.ts';
import { FLAG_NAMES } from './registry.ts';

export const FlagName = z.enum(FLAG_NAMES, { error: `must be one of ${FLAG_NAMES.join(', ')}` });
export type FlagName = z.infer<typeof FlagName>;

export const FlagState = z
  .object({
    flag: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    source: z.enum(['default', 'tier', 'tenant']).describe('who said so'),
    expiresAt: z.string().nullable().describe('when what was said ends'),
  })
  .meta({ id: 'FlagState' });
export type FlagState = z.infer<typeof FlagState>;

export const FlagStates = z.object({ items: z.array(FlagState) }).meta({ id: 'FlagStates' });
export type FlagStates = z.infer<typeof FlagStates>;

export const TierFlag = z
  .object({
    flag: z.string(),
    description: z.string(),
    isOnByDefault: z.boolean(),
    tiers: z
      .array(
        z.object({
          tier: Tier,
          enabled: z.boolean(),
          source: z.enum(['default', 'tier']).describe('who said so'),
          expiresAt: z.string().nullable().describe('when what was said ends'),
        }),
      )
      .describe('how it stands for the tenants of each tier that have no turn of their own, the smallest tier first'),
  })
  .meta({ id: 'TierFlag' });
export type TierFlag = z.infer<typeof TierFlag>;

export const TierFlags = z.object({ items: z.array(TierFlag), nextCursor: z.null() }).meta({ id: 'TierFlags' });
export type TierFlags = z.infer<typeof TierFlags>;

export const FlagTurn = z
  .strictObject({
    enabled: z.boolean(),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'must be an RFC 3339 instant with a zone, such as 2026-11-01T09:00:00Z' })
      .nullable()
      .default(null)
      .describe('null = for good'),
  })
  .meta({ id: 'FlagTurn' });
export type FlagTurn = z.output<typeof FlagTurn>;
