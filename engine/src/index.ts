export { appendOrganic, apportion, apportionConversions, apportionPath, NANO, type SharesWithOrganic } from './apportion.ts';
export { creditByUnit, type PathTotals, type UnitCredit } from './batch.ts';
export { weigh, weighPath } from './credit.ts';
export { creditByWeights, weighPathByEffect, weighPathByHazard, weighPathByShapley } from './data-driven.ts';
export { buildPositions, buildRelativeWeights, weighByPlacement, weighByPosition, weighPathByPosition } from './models/custom.ts';
export { CUSTOM_MODEL, DATA_DRIVEN_MODELS, type ModelDescription, MODELS } from './models/descriptions.ts';
export { type ConversionColumns, creditEvents, type EventCredit } from './events.ts';
export {
  createJoinScratch,
  type EventColumns,
  type ExposureColumns,
  joinPaths,
  type JoinedPaths,
  type JoinOptions,
  type JoinScratch,
} from './join.ts';
export { fitHazard, type HazardFit, type HazardOptions } from './models/hazard-fit.ts';
export { type HazardRates, weighHazard } from './models/hazard.ts';
export { fitMarkov, fitTransitions, markovClassic, type MarkovFit, weighByEffect } from './models/markov.ts';
export {
  buildModel,
  DATA_DRIVEN_MODEL_NAMES,
  type DataDrivenModelName,
  type Model,
  MODEL_NAMES,
  type ModelName,
  type ModelParameters,
} from './models/model.ts';
export type { Observations } from './models/observations.ts';
export { creditByShapley, weighShapley } from './models/shapley.ts';
export {
  countTransitions,
  type MarkovOrder,
  mostUnits,
  openTransitions,
  type PathCounts,
  renumberUnits,
  type Transitions,
} from './models/transitions.ts';
export type { PathColumns, UnitColumns } from './path.ts';

/** The version that runs and stored results name. */
export const ENGINE_VERSION = '1.0.0';
