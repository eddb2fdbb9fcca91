import { buildModel, buildPositions, type Model } from '../../../../engine/src/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { OwnModel, OwnModelParameters } from '../../tenants/models/schema.ts';
import { type Crediting, type CustomWeights, isRule } from '../reports/crediting.ts';
import { CREDIT_MODELS, type CreditModel } from '../reports/options.ts';

const DAY_MS = 86_400_000;

/** A model as somebody named it: built in, or a version of the tenant's own. */
export interface NamedModel {
  /** Its name; of one's own, with the version that was meant. */
  name: string;
  base: CreditModel | 'custom';
  own: OwnModel | undefined;
}

/** The options of a query that a model may fix. */
type Fixable = Pick<OwnModelParameters, 'halfLifeDays' | 'firstShare' | 'lastShare' | 'unit' | 'lookbackDays' | 'minEvidence' | 'repeats'>;
const FIXABLE = ['halfLifeDays', 'firstShare', 'lastShare', 'unit', 'lookbackDays', 'minEvidence', 'repeats'] as const;
/** Of those, what holds for all models of a comparison alike. */
const SHARED: ReadonlySet<string> = new Set(['lookbackDays', 'minEvidence', 'repeats']);

/** A model that was named, as it is found. @throws AppError `invalid_request` for a name that cannot be reported under. */
export function namedModel(reference: string, own: OwnModel | undefined, pointer: string): NamedModel {
  if (own) return { name: `${own.name}@${own.version}`, base: own.base, own };
  const base = CREDIT_MODELS.find((name) => name === reference);
  if (base === undefined)
    throw invalid(pointer, `"${reference}" is not a model this version knows; send one of ${CREDIT_MODELS.join(', ')}.`);
  return { name: reference, base, own: undefined };
}

/**
 * The query with what the models fix in it; what concerns weights alone only where a single model is asked for.
 * @throws AppError `invalid_request` for an option that the query gives and a model fixes, and where two models fix one differently.
 */
export function fixedBy<Query extends Fixable>(query: Query, models: readonly NamedModel[]): Query {
  const fixed: Record<string, unknown> = {};
  for (const { name, own } of models) {
    for (const option of FIXABLE) {
      const value = own?.parameters[option];
      if (value === undefined) continue;
      if (query[option] !== undefined)
        throw invalid(`/${option}`, `The model ${name} fixes ${option} at ${value}; leave it out, or save another model.`);
      if (!SHARED.has(option) && models.length > 1) continue;
      if (fixed[option] !== undefined && fixed[option] !== value)
        throw invalid('/models', `The models fix different ${option}; compare them in reports of their own.`);
      fixed[option] = value;
    }
  }
  return { ...query, ...fixed };
}

/** Weights of one's own ready to weigh by. */
export function customWeights({ positions, placements = {}, otherPlacements = 1 }: OwnModelParameters): CustomWeights {
  if (positions !== undefined) return { positions: buildPositions(positions) };
  return { placements: new Map(Object.entries(placements)), otherPlacements };
}

/** What a query settles for models that leave it open. */
type Weighting = Required<Pick<Fixable, 'halfLifeDays' | 'firstShare' | 'lastShare'>>;

/**
 * A rule or weights of one's own, ready to credit by; undefined for what follows from the events.
 * @throws AppError `invalid_request` for shares above 1 together.
 */
export function plainCrediting({ base, own }: NamedModel, query: Weighting): Crediting | undefined {
  const given = own?.parameters ?? {};
  const { halfLifeDays = query.halfLifeDays, firstShare = query.firstShare, lastShare = query.lastShare } = given;
  if (firstShare + lastShare > 1) throw invalid('/lastShare', 'firstShare and lastShare are more than 1 together; lower one of them.');
  if (base === 'custom') return { kind: 'custom', name: 'custom', weights: customWeights(given) };
  if (!isRule(base)) return undefined;
  return { kind: 'rule', name: base, model: buildModel(base, { halfLifeMs: halfLifeDays * DAY_MS, firstShare, lastShare }) };
}

function isUsual({ name, halfLifeMs, firstShare, lastShare }: Model): boolean {
  const usual = buildModel(name);
  return halfLifeMs === usual.halfLifeMs && firstShare === usual.firstShare && lastShare === usual.lastShare;
}

/** Whether these are the models that rollups are kept under. */
export function areRolledUp(models: readonly NamedModel[], query: Weighting): boolean {
  return models.every((model) => {
    const crediting = plainCrediting(model, query);
    return crediting?.kind === 'rule' && isUsual(crediting.model);
  });
}
