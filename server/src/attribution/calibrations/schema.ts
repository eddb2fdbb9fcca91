import { z } from 'zod';
import { ModelOrigin } from '../../tenants/schema.ts';
import { Interval, VERDICTS } from '../readouts/schema.ts';

const CALIBRATION_UNITS = ['conversions', 'value'] as const;

export const Calibration = z
  .object({
    experiment: z.string(),
    campaign: z.string(),
    conversionKind: z.string(),
    unit: z.enum(CALIBRATION_UNITS).describe('what was measured: conversions, or their value in minor units'),
    currency: z.string().nullable(),
    model: z.string().describe('of your own, with the version that was meant'),
    modelOrigin: ModelOrigin,
    lookbackDays: z.int(),
    verdict: z.enum(VERDICTS),
    incremental: Interval.nullable().describe('what the ads brought beyond what would have come, among those who had them'),
    attributed: z
      .number()
      .nullable()
      .describe('the credit that the model gives the campaign for conversions of the same people, or places'),
    factor: Interval.nullable().describe(
      'incremental / attributed with its 95 % interval, of both; null where there is none, or too little credit',
    ),
    sentences: z.array(z.string()).describe('what it says, or why there is none'),
    waitingConversions: z.int().describe('conversions and touchpoints still to be matched: credit may still move'),
  })
  .meta({ id: 'Calibration' });
export type Calibration = z.infer<typeof Calibration>;

export const CalibratedReport = Calibration.extend({
  row: z
    .object({
      key: z.string(),
      conversions: Interval.nullable().describe("the campaign's credited conversions times the factor; null where value was measured"),
      valueMinor: Interval.nullable().describe('its credited value times the factor; null where conversions were measured'),
    })
    .nullable()
    .describe('calibrated figures of the one campaign that was tested; null where there is no factor'),
}).meta({ id: 'CalibratedReport' });
export type CalibratedReport = z.infer<typeof CalibratedReport>;
