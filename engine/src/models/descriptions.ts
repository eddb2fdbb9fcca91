import { MODEL_NAMES, type ModelName } from './model.ts';

/** What a person reads about a model. */
export interface ModelDescription {
  name: ModelName;
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
