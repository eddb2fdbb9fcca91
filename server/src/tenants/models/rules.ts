import { DATA_DRIVEN_MODEL_NAMES } from '../../../../engine/src/index.ts';
import { canonical } from '../../platform/canonical.ts';
import { invalid } from '../../platform/errors.ts';
import type { Base, ModelDifference, OwnModel, OwnModelDetails, OwnModelParameters } from './schema.ts';

type Parameter = keyof OwnModelParameters;

/** What every base takes: what a report may choose, too. */
const OF_ALL: readonly Parameter[] = ['lookbackDays', 'minEvidence', 'repeats'];
const OF_BASE: Readonly<Partial<Record<Base, readonly Parameter[]>>> = {
  time_decay: ['halfLifeDays'],
  position_based: ['firstShare', 'lastShare'],
  markov: ['unit'],
  shapley: ['unit'],
  hazard: ['unit'],
  custom: ['positions', 'placements', 'otherPlacements'],
};

function customFault({ positions, placements, otherPlacements = 1 }: OwnModelParameters, at: string): void {
  if ((positions === undefined) === (placements === undefined))
    throw invalid(`${at}/parameters/positions`, 'The base custom takes either positions or placements: send exactly one of them.');
  if (placements === undefined) return;
  if (otherPlacements === 0 && !Object.values(placements).some((weight) => weight > 0))
    throw invalid(`${at}/parameters/placements`, 'At least one weight of placements and otherPlacements must be above 0.');
}

/** Leaves the parameters with what their base needs filled in, so that a version means the same for ever. */
function completed(base: Base, given: OwnModelParameters): OwnModelParameters {
  if (base === 'time_decay') return { ...given, halfLifeDays: given.halfLifeDays ?? 7 };
  if (base === 'position_based') return { ...given, firstShare: given.firstShare ?? 0.4, lastShare: given.lastShare ?? 0.4 };
  if (DATA_DRIVEN_MODEL_NAMES.some((name) => name === base)) return { ...given, unit: given.unit ?? 'show' };
  if (base === 'custom' && given.placements !== undefined) return { ...given, otherPlacements: given.otherPlacements ?? 1 };
  return given;
}

/**
 * The model as it is kept; `at` is where in the request it stands.
 * @throws AppError `invalid_request` for a parameter that is not the base's, and for those that do not fit together.
 */
export function keptModel({ base, parameters }: OwnModelDetails, at = ''): OwnModelDetails {
  const known = [...(OF_BASE[base] ?? []), ...OF_ALL];
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)) as OwnModelParameters;
  for (const name of Object.keys(given) as Parameter[]) {
    if (!known.includes(name))
      throw invalid(`${at}/parameters/${name}`, `${name} is no parameter of ${base}; it takes ${known.join(', ')}.`);
  }
  if (base === 'custom') customFault(given, at);
  if (given.otherPlacements !== undefined && given.placements === undefined)
    throw invalid(`${at}/parameters/otherPlacements`, 'otherPlacements belongs together with placements; leave it out.');
  const kept = completed(base, given);
  if ((kept.firstShare ?? 0) + (kept.lastShare ?? 0) > 1)
    throw invalid(`${at}/parameters/lastShare`, 'firstShare and lastShare are more than 1 together; lower one of them.');
  return { base, parameters: kept };
}

/** Whether both mean the same, in whatever order they are written. */
export function isSame(a: OwnModelDetails, b: OwnModelDetails): boolean {
  const textOf = ({ base, parameters }: OwnModelDetails) => JSON.stringify(canonical({ base, parameters }));
  return textOf(a) === textOf(b);
}

type Value = ModelDifference['differences'][number]['from'];

function valuesOf({ base, parameters: { placements = {}, ...others } }: OwnModelDetails): Map<string, Value> {
  const ofPlacements = Object.entries(placements).map(([key, weight]) => [`placements.${key}`, weight] as const);
  return new Map<string, Value>([['base', base], ...Object.entries(others), ...ofPlacements]);
}

/** What differs between two versions, parameter by parameter, by name with the base first. */
export function differencesOf(from: OwnModel, to: OwnModel): ModelDifference {
  const [earlier, later] = [valuesOf(from), valuesOf(to)];
  const names = [...new Set([...earlier.keys(), ...later.keys()])].sort((a, b) => (a === 'base' ? -1 : b === 'base' ? 1 : a < b ? -1 : 1));
  const differences = names.flatMap((parameter) => {
    const [a, b] = [earlier.get(parameter) ?? null, later.get(parameter) ?? null];
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ parameter, from: a, to: b }];
  });
  return { name: to.name, from: from.version, to: to.version, differences };
}

/** A reference in its two parts; no version means the newest one. */
export function readReference(reference: string): { name: string; version: number | undefined } {
  const [name, version] = reference.split('@');
  return { name, version: version === undefined ? undefined : Number(version) };
}

/** A model as the audit log tells it: its weights by placement as their number. */
export function auditedModel({ version, base, parameters: { placements, ...others } }: OwnModel): Record<string, unknown> {
  const counted = placements === undefined ? {} : { placements: Object.keys(placements).length };
  return { version, base, ...others, ...counted };
}
