import { z } from 'zod';
import { ReportQuery } from '../reports/schema.ts';

const { from, to, conversionKind, lookbackDays, minEvidence } = ReportQuery.shape;

export const PlaceboQuery = z.strictObject({ from, to, conversionKind, lookbackDays, minEvidence });
export type PlaceboQuery = z.output<typeof PlaceboQuery>;
