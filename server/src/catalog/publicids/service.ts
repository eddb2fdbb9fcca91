import type { Context } from '../../platform/context.ts';
import { type DirectoryTx, inDirectory, type TenantTx } from '../../platform/tenant-door.ts';
import { PUBLIC_ID, type PublicId, type PublicIdKind } from './schema.ts';
import { deletePublicId, findPublicIds, findPublicIdsById, insertPublicId, listPublicIds } from './store.ts';

const ATTEMPTS = 5;

/**
 * The public id of a target, made now unless it has one: 12 letters and digits, 61 random bits, that say nothing of target or tenant. No
 * other target of any tenant has the same or ever had it. It stays the same for as long as the target keeps its key.
 */
export async function createPublicIdIn(tx: TenantTx, kind: PublicIdKind, target: string): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const own = (await findPublicIds(tx, kind, [target])).get(target) ?? (await insertPublicId(tx, kind, target));
    if (own !== undefined) return own;
  }
  throw new Error('a public id was given and taken back several times at once');
}

/** The public ids of these targets, by target; targets without one are left out. */
export async function findPublicIdsIn(tx: TenantTx, kind: PublicIdKind, targets: readonly string[]): Promise<Map<string, string>> {
  return targets.length === 0 ? new Map() : findPublicIds(tx, kind, targets);
}

/** Takes a target's public id back: its address then leads to nothing, and the id is never given out again. */
export async function removePublicIdIn(tx: TenantTx, kind: PublicIdKind, target: string): Promise<void> {
  await deletePublicId(tx, kind, target);
}

/** A page of all tenants' public ids after `after` (empty for the first), in their order: what a snapshot of them is made from. */
export async function listPublicIdsIn(tx: DirectoryTx, after: string, limit: number): Promise<PublicId[]> {
  return listPublicIds(tx, after, limit);
}

/**
 * What a public id means; undefined when nothing has it.
 * @throws AppError `unavailable` when the database cannot be reached.
 */
export async function resolvePublicId(context: Context, _actor: 'public', publicId: string): Promise<PublicId | undefined> {
  return (await resolvePublicIds(context, 'public', [publicId])).get(publicId);
}

/** What a public id means, in an open transaction; undefined when nothing has it. */
export async function resolvePublicIdIn(tx: DirectoryTx, publicId: string): Promise<PublicId | undefined> {
  return PUBLIC_ID.test(publicId) ? (await findPublicIdsById(tx, [publicId]))[0] : undefined;
}

/**
 * What public ids mean, by id, in one question; those that nothing has are left out.
 * @throws AppError `unavailable` when the database cannot be reached.
 */
export async function resolvePublicIds(context: Context, _actor: 'public', publicIds: readonly string[]): Promise<Map<string, PublicId>> {
  const asked = publicIds.filter((publicId) => PUBLIC_ID.test(publicId));
  if (asked.length === 0) return new Map();
  const found = await inDirectory(context.db, (tx) => findPublicIdsById(tx, asked));
  return new Map(found.map((one) => [one.publicId, one]));
}
