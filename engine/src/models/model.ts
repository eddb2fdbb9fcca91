/** The models this version knows, in the order in which they are listed everywhere. */
export const MODEL_NAMES = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** The models that are fitted to paths or observations first, in the order in which they are listed everywhere. */
export const DATA_DRIVEN_MODEL_NAMES = ['markov', 'shapley', 'hazard'] as const;
export type DataDrivenModelName = (typeof DATA_DRIVEN_MODEL_NAMES)[number];

/** What a caller may set; anything left out takes the default. */
export interface ModelParameters {
  /** Age after which a touch weighs half as much, in milliseconds; 7 days unless set. */
  halfLifeMs?: number;
  /** Share of the first of three or more touches, 0 to 1; 0.4 unless set. */
  firstShare?: number;
  /** Share of the last of three or more touches, 0 to 1; 0.4 unless set. */
  lastShare?: number;
}

/** A model with all its parameters. */
export interface Model {
  name: ModelName;
  halfLifeMs: number;
  firstShare: number;
  lastShare: number;
}

const DAY_MS = 86_400_000;
const LARGEST_HALF_LIFE_MS = 36_500 * DAY_MS;

/**
 * A model ready to be used.
 * @throws RangeError for an unknown name, a half-life that is not above 0 and at most 36,500 days, or shares outside 0 to 1 or above 1
 * together.
 */
export function buildModel(name: ModelName, parameters: ModelParameters = {}): Model {
  const { halfLifeMs = 7 * DAY_MS, firstShare = 0.4, lastShare = 0.4 } = parameters;
  if (!MODEL_NAMES.includes(name)) throw new RangeError(`unknown model "${String(name)}"; known: ${MODEL_NAMES.join(', ')}`);
  if (!(halfLifeMs > 0 && halfLifeMs <= LARGEST_HALF_LIFE_MS)) throw new RangeError('the half-life must be above 0 and at most 36500 days');
  const isShare = (share: number) => share >= 0 && share <= 1;
  if (!isShare(firstShare) || !isShare(lastShare) || firstShare + lastShare > 1) {
    throw new RangeError('the shares of the first and the last touch must lie between 0 and 1 and must not exceed 1 together');
  }
  return { name, halfLifeMs, firstShare, lastShare };
}
