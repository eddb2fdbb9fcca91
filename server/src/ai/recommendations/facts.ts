/** What is known of a time that is over long enough for its conversions to be judged, as advice rests on it. */
export interface Facts {
  period: { from: string; to: string; days: number };
  lookbackDays: number;
  /** Which conversions count: the kinds furthest down the way to money that there are enough of. */
  conversionKinds: readonly string[];
  /** Of spend and values; null while nothing has one. */
  currency: string | null;
  /** The mean value of an attributed conversion, in minor units; null where conversions have none. */
  valueMinor: number | null;
  /** Conversions of the period, and how many of them were looked at. */
  conversions: { eligible: number; sampled: number };
  campaigns: readonly CampaignFact[];
  shows: readonly ShowFact[];
  positions: readonly PositionFact[];
  frequencies: readonly FrequencyFact[];
  unmappedCodes: readonly { code: string; uses: number }[];
  /** Exposures with nothing to match by, and the conversions they would be credited with if they did as the others do. */
  unmatchable: { exposures: number; of: number; conversions: Range };
  sources: readonly SourceFact[];
}

/** A figure with its 95 % interval, as reports tell it; null where there is nothing to say. */
export interface Range {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** Conversions beyond chance, of all conversions of the period, with the counts they come of. */
export interface Excess {
  value: number;
  variance: number;
  /** Conversions that were looked at, with an exposure in the lookback before them, and as far after them. */
  before: number;
  after: number;
  /** In standard errors: how far exposures gather before conversions that come anyway, as those of ads that follow demand do. */
  gathering: number;
}

export interface CampaignFact {
  key: string;
  name: string | null;
  exposures: number;
  /** Of the period; null where it is not known, or not in the currency. */
  spendMinor: number | null;
  credited: Range;
  excess: Excess | null;
  endsOn: string | null;
  /** Whether it had exposures in the last 28 days and has not ended. */
  isRunning: boolean;
  /** Whether somebody ever wrote down what it is: a campaign that events alone know of has neither name nor spend nor advertiser. */
  isStub: boolean;
  experiments: readonly string[];
}

export interface ShowFact {
  key: string;
  name: string | null;
  exposures: number;
  spendMinor: number | null;
  excess: Excess | null;
}

/** The ads of a show at one position. */
export interface PositionFact {
  show: string;
  showName: string | null;
  position: string;
  exposures: number;
  excess: Excess | null;
}

/** Households of a campaign by how many exposures they had within one lookback. */
export interface FrequencyFact {
  campaign: string;
  name: string | null;
  /** Exposures before conversions by those after them; advice on frequency needs about as many. */
  ratio: number;
  /** How many conversions each one that was looked at stands for. */
  scale: number;
  /** In order of the number of exposures. */
  steps: readonly FrequencyStep[];
}

export interface FrequencyStep {
  exposures: number;
  households: number;
  /** Conversions that were looked at, with so many exposures before them, and after them. */
  before: number;
  after: number;
}

/** Something that sends conversions. */
export interface SourceFact {
  kind: 'source' | 'tag';
  key: string;
  name: string;
  lastReceivedAt: string;
  silentDays: number;
  /** Conversions in the 28 days before it fell silent, and since then, of all sources together. */
  before: { conversions: number; days: number };
  since: { conversions: number; days: number };
}
