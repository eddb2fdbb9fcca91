import type { TenantTx } from '../../platform/tenant-door.ts';
import { touchAllSharesIn } from '../shares/service.ts';
import { isRestricted, NO_RESTRICTIONS, type Restrictions, restrictionsOf, type Subject } from '../subjects/rules.ts';
import type { SubjectKey } from '../subjects/schema.ts';
import { deleteRestrictions, findRestrictedKeys, findRestrictions, insertRestrictions } from './store.ts';

export { isRestricted, type Restrictions };

/**
 * Keeps this person's events out of matching from now on. What they may have belonged to is
 * marked by the caller with `markSubjectIn`. False when they were kept out already.
 */
export async function restrictIn(tx: TenantTx, { keys }: Subject, requestId: string): Promise<boolean> {
  const isNew = (await insertRestrictions(tx, requestId, keys)) > 0;
  if (isNew) await touchAllSharesIn(tx);
  return isNew;
}

/** Takes a restriction back; returns whose events it held. */
export async function endRestrictionIn(tx: TenantTx, requestId: string): Promise<SubjectKey[]> {
  const keys = await findRestrictedKeys(tx, requestId);
  await deleteRestrictions(tx, requestId);
  if (keys.length > 0) await touchAllSharesIn(tx);
  return keys;
}

/** The identities of the tenant that are not to be matched. */
export async function findRestrictionsIn(tx: TenantTx): Promise<Restrictions> {
  const restricted = await findRestrictions(tx);
  return restricted.length === 0 ? NO_RESTRICTIONS : restrictionsOf(restricted);
}
