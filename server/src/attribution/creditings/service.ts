import { invalid } from '../../platform/errors.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { findNewestFit } from '../fits/store.ts';
import { type NamedModel, plainCrediting } from '../named-models/rules.ts';
import { type Crediting, isRule } from '../reports/crediting.ts';
import type { CreditModel } from '../reports/options.ts';
import { modelsOf } from '../reports/rules.ts';
import type { Chosen, CreditQuery } from '../reports/schema.ts';

/** Models as they were named, ready to credit paths, in their order. @throws AppError as `findCreditingsIn`. */
export async function findNamedIn(tx: TenantTx, models: readonly NamedModel[], query: Terms): Promise<Crediting[]> {
  const found: Crediting[] = [];
  for (const model of models) {
    const plain = plainCrediting(model, query);
    found.push(
      plain ?? (await findCreditingIn(tx, model.base as CreditModel, { ...query, unit: model.own?.parameters.unit ?? query.unit })),
    );
  }
  return found;
}

type Terms = Pick<Chosen<CreditQuery>, 'halfLifeDays' | 'firstShare' | 'lastShare' | 'lookbackDays' | 'unit' | keyof typeof WHOLE>;

/** What the options that leave touches out, or add some that are no exposures, have to be where every exposure counts, and nothing else. */
const WHOLE = { touchpointKind: undefined, minEvidence: 'household_ip', repeats: 'every', responseSignals: 'evidence' } as const;

/**
 * A fit of `hazard` knows every exposure and nothing else: what those that are left out earned is not organic, and a code, an answer or a
 * vanity visit would be weighed as an exposure that never was, beside the one it tells of (METHOD §4).
 * @throws AppError `invalid_request` for an option that leaves touches out, or makes touches of what is evidence.
 */
function requireWhole(terms: Terms): void {
  for (const option of ['touchpointKind', 'minEvidence', 'repeats', 'responseSignals'] as const) {
    if (terms[option] === WHOLE[option]) continue;
    const fix = WHOLE[option] === undefined ? `leave ${option} out` : `send ${option}=${WHOLE[option]}`;
    throw invalid(`/${option}`, `hazard splits a conversion among all its exposures: ${fix}, or choose another model.`);
  }
}

async function findCreditingIn(tx: TenantTx, name: CreditModel, query: Terms): Promise<Crediting> {
  const { unit, lookbackDays } = query;
  if (isRule(name)) return { kind: 'rule', name, model: modelsOf([name], query)[0] };
  if (name === 'hazard') requireWhole(query);
  if (name === 'shapley') return { kind: 'shapley', name, unit };
  const fit = await findNewestFit(tx, { model: name, unit, lookbackDays, order: 1 });
  if (fit?.state === 'done') return { kind: 'fitted', name, unit, fit };
  return { kind: 'unfitted', name, unit, fit };
}

/**
 * Models ready to credit paths, in the order asked for: rules with their parameters, and of fitted models the newest fit by the query's
 * unit and lookback. @throws AppError `invalid_request` for shares above 1 together, and for
 * options under which `hazard` would leave touches out, or weigh what is no exposure.
 */
export async function findCreditingsIn(tx: TenantTx, names: readonly CreditModel[], query: Terms): Promise<Crediting[]> {
  const found: Crediting[] = [];
  for (const name of names) found.push(await findCreditingIn(tx, name, query));
  return found;
}
