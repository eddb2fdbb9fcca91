import type { BandPoint } from './download-growth.ts';
import type { MeasureForecast } from './campaign-forecast.ts';
import type { Prediction, PredictionKind } from './schema.ts';

/** What a prediction was made from beside the history. */
export interface Basis {
  plan: Prediction['plan'];
  /** Of downloads: the first days that were counted. */
  fromDays: number | null;
  currency: string | null;
}

/** What was predicted. */
export interface Result {
  history: number;
  measures: MeasureForecast[];
  bands: BandPoint[];
  booked: number | null;
  chanceUnder: number | null;
  chanceOver: number | null;
}

/** What came, by measure; null where it cannot be told. */
export type Outcome = Partial<Record<string, number | null>>;

export interface StoredPrediction {
  id: string;
  kind: PredictionKind;
  subject: string | null;
  asOf: string;
  dueOn: string | null;
  isDaily: boolean;
  basis: Basis;
  result: Result;
  outcome: Outcome | null;
  outcomeAt: string | null;
  createdAt: string;
  createdBy: string;
}
