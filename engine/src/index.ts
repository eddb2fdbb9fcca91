export { apportion, apportionConversions, apportionPath, NANO } from './apportion.ts';
export { creditByUnit, type PathTotals, type UnitCredit } from './batch.ts';
export { weigh, weighPath } from './credit.ts';
export { type ModelDescription, MODELS } from './models/descriptions.ts';
export { buildModel, type Model, MODEL_NAMES, type ModelName, type ModelParameters } from './models/model.ts';
export type { PathColumns, UnitColumns } from './path.ts';

/** The version that runs and stored results name. */
export const ENGINE_VERSION = '1.0.0';
