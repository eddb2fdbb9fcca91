import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { FeatureName, Limit, Quantity } from '../limits/schema.ts';
import { MeterKey } from '../usage/schema.ts';

/** With the look every 15 seconds, what nobody settles is back within two minutes. */
export const MOST_SECONDS = 100;

const Seconds = z
  .int(`must be a whole number from 1 to ${MOST_SECONDS}`)
  .min(1, `must be a whole number from 1 to ${MOST_SECONDS}`)
  .max(MOST_SECONDS, `must be a whole number from 1 to ${MOST_SECONDS}; keep the reservation while longer work goes on`)
  .default(60)
  .describe('after so long it is given back, unless it is kept or settled before');

export const NewReservation = z
  .strictObject({
    meter: MeterKey.describe("of the tenant's own, a sum or a count"),
    quantity: Quantity.describe('the most that the work may use'),
    campaign: CatalogKey.optional(),
    feature: FeatureName.optional(),
    seconds: Seconds,
  })
  .meta({ id: 'NewReservation' });
export type NewReservation = z.output<typeof NewReservation>;

export const KeepReservation = z.strictObject({ seconds: Seconds });

export const Settlement = z.strictObject({ quantity: Quantity.describe('what the work used in truth; 0 for nothing') });

const warnings = z.array(z.string()).describe('sentences on limits that are reached');

export const Reservation = z
  .object({
    id: z.string(),
    meter: z.string(),
    quantity: z.string(),
    expiresAt: z.string(),
    limits: z.array(Limit).describe('those that hold for it, the innermost first, as they stand with it'),
    warnings,
  })
  .meta({ id: 'Reservation' });
export type Reservation = z.infer<typeof Reservation>;

export const SettledReservation = z
  .object({
    id: z.string(),
    meter: z.string(),
    reserved: z.string(),
    quantity: z.string().describe('what was counted'),
    isFirst: z.boolean().describe('false where it was settled before: that counted, and this changed nothing'),
    isLate: z.boolean().describe('true where what was set aside had been given back already'),
    warnings,
  })
  .meta({ id: 'SettledReservation' });
export type SettledReservation = z.infer<typeof SettledReservation>;

export const KeptReservation = z.object({ id: z.string(), expiresAt: z.string() }).meta({ id: 'KeptReservation' });
export type KeptReservation = z.infer<typeof KeptReservation>;
