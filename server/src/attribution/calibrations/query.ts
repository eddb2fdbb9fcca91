import { z } from 'zod';
import { ModelReference } from '../../tenants/schema.ts';
import { CreditQuery } from '../reports/schema.ts';

export const CalibrationQuery = CreditQuery.omit({ newCustomersOnly: true, exclude: true }).extend({
  model: ModelReference.optional().describe(
    "whose credit is held against the lift: a rule, or one of your own based on one; the campaign's default when left out",
  ),
});
export type CalibrationQuery = z.output<typeof CalibrationQuery>;
