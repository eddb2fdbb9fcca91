import { z } from 'zod';
import { Month } from '../entries/schema.ts';

export const FOCUS_VERSIONS = ['1.2', '1.4'] as const;
export type FocusVersion = (typeof FOCUS_VERSIONS)[number];

export const FocusQuery = z.strictObject({
  month: Month.describe('in whose bill the charges stand, such as 2026-11'),
  version: z
    .enum(FOCUS_VERSIONS, { error: `must be ${FOCUS_VERSIONS.join(' or ')}` })
    .default('1.2')
    .describe('of FOCUS; 1.4 is not held against any model of its rules'),
});
