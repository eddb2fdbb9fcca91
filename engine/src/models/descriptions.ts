import { DATA_DRIVEN_MODEL_NAMES, type DataDrivenModelName, MODEL_NAMES, type ModelName } from './model.ts';

/** What a person reads about a model. */
export interface ModelDescription<Name extends string = ModelName> {
  name: Name;
  title: string;
  description: string;
  formula: string;
  source: string;
  version: string;
}

const TEXTS: Record<ModelName, Omit<ModelDescription, 'name' | 'version'>> = {
  first_touch: {
    title: 'First touch',
    description: 'All credit goes to the first exposure: what made somebody aware.',
    formula: 'w1 = 1',
    source: 'industry convention',
  },
  last_touch: {
    title: 'Last touch',
    description: 'All credit goes to the last exposure before the conversion: what closed it.',
    formula: 'wn = 1',
    source: 'industry convention',
  },
  linear: {
    title: 'Linear',
    description: 'Every exposure gets the same credit.',
    formula: 'w = 1/n',
    source: 'industry convention',
  },
  time_decay: {
    title: 'Time decay',
    description: 'The nearer an exposure is to the conversion, the more credit it gets; the weight halves with every half-life of age.',
    formula: 'w ∝ 2^(−age / half-life), age in real time',
    source: 'exponential decay in continuous time; half-life 7 days by default',
  },
  position_based: {
    title: 'Position based',
    description: 'The first and the last exposure get 40 % each, those between share the rest; of two, each gets half.',
    formula: 'n = 1: 1 · n = 2: ½, ½ · n ≥ 3: 0.4, 0.2/(n−2) each, 0.4',
    source: 'industry convention (U-shaped)',
  },
};

/** Every model with its texts, in the order of `MODEL_NAMES`. */
export const MODELS: readonly ModelDescription[] = MODEL_NAMES.map((name) => ({ name, version: '1', ...TEXTS[name] }));

const DATA_DRIVEN_TEXTS: Record<DataDrivenModelName, Omit<ModelDescription, 'name' | 'version'>> = {
  markov: {
    title: 'Markov chain',
    description:
      'An exposure gets credit in proportion to the part of all conversions that would be lost if every path ended where its show, ' +
      'campaign or channel would have come next. Paths without a conversion count, too.',
    formula: 'w ∝ removal effect = 1 − P(conversion without the unit) / P(conversion)',
    source: 'Anderl, Becker, von Wangenheim and Schumann 2016; absorbing Markov chain, solved exactly (Kemeny and Snell 1960)',
  },
  shapley: {
    title: 'Shapley, simplified',
    description: 'Equal split over the distinct shows, campaigns or channels of a path, then over the exposures of each.',
    formula: 'w = 1 / (distinct units · touches of the unit)',
    source: 'Zhao, Mahboobi and Bagheri 2018 (arXiv 1804.05327)',
  },
  hazard: {
    title: 'Hazard with a baseline',
    description:
      'An exposure gets the probability that it, and not another one or none, made the conversion, under rates that are fitted to who ' +
      'converted when. What no exposure earned is organic (model estimate). Where ads go to people about to buy, it credits what they ' +
      'would have bought anyway.',
    formula: 'w ∝ β·ω·e^(−ω·age); organic ∝ μ',
    source: 'additive hazard (Hawkes 1971), fitted by expectation and maximisation (Dempster, Laird and Rubin 1977)',
  },
};

/** Every data-driven model with its texts, in the order of `DATA_DRIVEN_MODEL_NAMES`. */
export const DATA_DRIVEN_MODELS: readonly ModelDescription<DataDrivenModelName>[] = DATA_DRIVEN_MODEL_NAMES.map((name) => ({
  name,
  version: '1',
  ...DATA_DRIVEN_TEXTS[name],
}));

/** The base of models that a caller makes from weights of its own: by position in the path, or by placement. */
export const CUSTOM_MODEL: ModelDescription<'custom'> = {
  name: 'custom',
  version: '1',
  title: 'Custom weights',
  description: 'Credit in proportion to weights of your own: by position in the path, from first to last, or by placement.',
  formula: 'by position: w ∝ the list, drawn as a line and taken at n even steps · by placement: w ∝ weight of the placement',
  source: 'a choice of whoever made it; linear interpolation to the length of the path',
};
