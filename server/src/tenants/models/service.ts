import { DATA_DRIVEN_MODEL_NAMES, MODEL_NAMES } from '../../../../engine/src/index.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { auditedModel, differencesOf, isSame, keptModel, readReference } from './rules.ts';
import { type DifferenceQuery, type ModelDifference, type OwnModel, type OwnModelDetails, RESERVED_NAMES } from './schema.ts';
import { findVersion, insertVersion, listModels, listVersions, lockModels, updateArchived } from './store.ts';

const MOST_MODELS = 200;
const MOST_VERSIONS = 1_000;
const BUILT_IN: ReadonlySet<string> = new Set(MODEL_NAMES);

function absent(name: string): AppError {
  if (RESERVED_NAMES.has(name)) return new AppError('not_found', `"${name}" is no model of your own; GET /attribution/models tells of it.`);
  return new AppError('not_found', 'There is no such model.');
}

/**
 * Keeps everybody else from changing the tenant's models, and from making one a default, until the transaction ends: first of all in one
 * that archives a model after looking where it is a default, or that makes several changes with audit rows of their own.
 */
export async function holdModelsIn(tx: TenantTx): Promise<void> {
  await lockModels(tx);
}

/**
 * A model as it would be kept, with what its base needs filled in; nothing is stored. `at` is where in the request it stands.
 * @throws AppError `invalid_request` for parameters that are not the base's or do not fit together.
 */
export function completeOwnModel(_actor: 'system', details: OwnModelDetails, at: string): OwnModelDetails {
  return keptModel(details, at);
}

/** The newest version of each of the tenant's models that are in use, by name. */
export async function listOwnModelsIn(tx: TenantTx): Promise<OwnModel[]> {
  return listModels(tx);
}

/** Every version of a model, the newest first, also of one that is archived. @throws AppError `not_found`. */
export async function listOwnVersionsIn(tx: TenantTx, name: string): Promise<OwnModel[]> {
  const found = await listVersions(tx, name);
  if (found.length === 0) throw absent(name);
  return found;
}

/** One version of a model, the newest when `version` is left out, also of one that is archived. @throws AppError `not_found`. */
export async function getOwnModelIn(tx: TenantTx, name: string, version?: number): Promise<OwnModel> {
  const found = await findVersion(tx, name, version);
  if (!found) throw absent(name);
  return found;
}

/**
 * What differs between two versions of a model: the newest and the one before it, unless others are named.
 * @throws AppError `not_found`; `invalid_request` when there is no version before.
 */
export async function compareOwnVersionsIn(tx: TenantTx, name: string, asked: DifferenceQuery): Promise<ModelDifference> {
  const to = await getOwnModelIn(tx, name, asked.to);
  const from = asked.from ?? to.version - 1;
  if (from === 0) throw invalid('/from', 'There is no version before the first one; name another one.');
  return differencesOf(await getOwnModelIn(tx, name, from), to);
}

/** What is there already when it says the same as `model`, else the version to be added. */
async function nextIn(
  tx: TenantTx,
  name: string,
  model: OwnModelDetails,
): Promise<{ same?: OwnModel; before?: OwnModel; version: number }> {
  const newest = await findVersion(tx, name);
  const version = (newest?.version ?? 0) + 1;
  const isUsed = newest?.archivedAt === null;
  if (isUsed && isSame(newest, model)) return { same: newest, version };
  if (!isUsed && (await listModels(tx)).length >= MOST_MODELS)
    throw new AppError('conflict', `There are ${MOST_MODELS} models already; archive one first.`);
  if (version > MOST_VERSIONS)
    throw new AppError('conflict', `This model has ${MOST_VERSIONS} versions, which is the most; go on under a new name.`);
  return isUsed ? { before: newest, version } : { version };
}

/**
 * Keeps a model, with its audit row: as its next version, or as what is there already when that says the same. No version ever changes.
 * `createdBy` is the actor's name.
 * @throws AppError `invalid_request` for parameters that do not fit together; `conflict` when there are too many models or versions.
 */
export async function keepOwnModelIn(
  tx: TenantTx,
  named: { name: string; createdAt: string; createdBy: string },
  details: OwnModelDetails,
): Promise<OwnModel> {
  const model = keptModel(details);
  await lockModels(tx);
  const { same, before, version } = await nextIn(tx, named.name, model);
  if (same) return same;
  const kept = await insertVersion(tx, { ...named, version }, model);
  if (!kept) throw new AppError('conflict', 'Somebody else changed this model just now; look at it again.');
  const was = before === undefined ? {} : { before: auditedModel(before) };
  await recordAuditIn(tx, { actor: named.createdBy, action: 'model.put', target: named.name, ...was, after: auditedModel(kept) });
  return kept;
}

/**
 * Puts a model out of use, with its audit row; its versions stay readable. `archivedBy` is the actor's name.
 * @throws AppError `not_found`, also for one that is archived already.
 */
export async function archiveOwnModelIn(tx: TenantTx, name: string, archived: { archivedAt: string; archivedBy: string }): Promise<void> {
  const newest = await findVersion(tx, name);
  if (newest?.archivedAt !== null) throw absent(name);
  await updateArchived(tx, newest, archived.archivedAt);
  await recordAuditIn(tx, { actor: archived.archivedBy, action: 'model.archive', target: name, before: auditedModel(newest) });
}

/**
 * The version of the tenant's own model that a reference names; undefined for a built-in one. A name alone means its newest version.
 * @throws AppError `invalid_request` that points at `pointer` for a name that nothing has, a version that is not there, and, unless the
 * reference names a version, a model that is archived.
 */
export async function findOwnModelIn(tx: TenantTx, reference: string, pointer: string): Promise<OwnModel | undefined> {
  const { name, version } = readReference(reference);
  const isBuiltIn = BUILT_IN.has(name) || DATA_DRIVEN_MODEL_NAMES.some((known) => known === name);
  if (isBuiltIn && version === undefined) return undefined;
  const found = isBuiltIn ? undefined : await findVersion(tx, name, version);
  if (!found) {
    const hint = `send one of ${[...MODEL_NAMES, ...DATA_DRIVEN_MODEL_NAMES].join(', ')}, or a model of your own`;
    const what =
      version === undefined
        ? `"${name}" is not a model this version knows`
        : `There is no version ${version} of a model "${name}" of your own`;
    throw invalid(pointer, `${what}; ${hint}.`);
  }
  if (version === undefined && found.archivedAt !== null)
    throw invalid(pointer, `The model "${name}" is archived; name a version, as in ${name}@${found.version}, or save it anew.`);
  return found;
}

/**
 * Makes sure that a default can be used, and that nobody archives it before the transaction ends, after which whoever archives it finds
 * that it is a default. @throws AppError as `findOwnModelIn`.
 */
export async function requireModelIn(tx: TenantTx, reference: string | null, pointer: string): Promise<void> {
  if (reference === null || (await findOwnModelIn(tx, reference, pointer)) === undefined) return;
  await lockModels(tx);
  await findOwnModelIn(tx, reference, pointer);
}
