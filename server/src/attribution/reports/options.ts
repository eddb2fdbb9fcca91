import { DATA_DRIVEN_MODEL_NAMES, MODEL_NAMES } from '../../../../engine/src/index.ts';
import { type ExposureEvidence, EXPOSURE_EVIDENCES } from '../../tracking/intake/schema.ts';
import type { EvidenceClass } from '../paths/codes.ts';

/** Every model a report can be under: rules first, then those that follow from the events. */
export const CREDIT_MODELS = [...MODEL_NAMES, ...DATA_DRIVEN_MODEL_NAMES] as const;
export type CreditModel = (typeof CREDIT_MODELS)[number];

export const DIMENSIONS = ['campaign', 'channel', 'show', 'episode', 'placement'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export const GROUPINGS = [...DIMENSIONS, 'delivery_evidence', 'day'] as const;
export type GroupBy = (typeof GROUPINGS)[number];

/** A place an ad ran in: a distinct combination of keys, known by a small number inside the tenant. */
export interface Slot {
  campaign: string | null;
  channel: string | null;
  show: string | null;
  episode: string | null;
  placement: string | null;
  /** How it is known that the ad was delivered; null for what is no exposure, and where it was not kept. */
  deliveryEvidence: ExposureEvidence | null;
}

/** Everything that credit may rest on, strongest first; null stands for no exposure, and for sums that outlived their events. */
export const CREDIT_EVIDENCES = [...EXPOSURE_EVIDENCES, null] as const;

/** Everything that decides what a report counts and credits; all of it is chosen when reading. */
export interface ReportOptions {
  lookbackDays: number;
  /** Codes of the conversion kinds that count; undefined = all. */
  conversionKinds: number[] | undefined;
  /** Codes of the touchpoint kinds that may take credit; undefined = all. */
  touchpointKinds: number[] | undefined;
  /** Code of the report's currency. Conversions without value count in every report; those in another currency are listed beside it. */
  currency: number;
  minEvidence: EvidenceClass;
  repeats: 'every' | 'unique';
  responseSignals: 'evidence' | 'touchpoint';
  creditDate: 'conversion' | 'touchpoint';
  newCustomersOnly: boolean;
  excludePriorCustomers: boolean;
  excludePriorVisitors: boolean;
  /** Ids of sources whose visitors are left out. */
  excludedSources: Set<number>;
  /** Whose touches' credit is told, of whole paths all the same; every campaign's, and what none earned, when undefined. */
  campaigns?: ReadonlySet<string> | undefined;
}

/** The options a report has unless it says otherwise: those the rollups are kept under. */
export const DEFAULT_OPTIONS: ReportOptions = {
  lookbackDays: 30,
  conversionKinds: undefined,
  touchpointKinds: undefined,
  currency: 0,
  minEvidence: 'household_ip',
  repeats: 'every',
  responseSignals: 'evidence',
  creditDate: 'conversion',
  newCustomersOnly: false,
  excludePriorCustomers: false,
  excludePriorVisitors: false,
  excludedSources: new Set(),
};
