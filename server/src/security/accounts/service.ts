import { recordPlatformAuditIn } from '../../platform/audit.ts';
import { randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { queueMailIn } from '../../platform/outbox.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import { authorizeSelf, type SignedInPerson, unauthenticated } from '../../tenants/authorize.ts';
import { listChosenOfIn } from '../../tenants/mailchoices/service.ts';
import { findTenantOfIn } from '../../tenants/service.ts';
import { countExport } from '../guesses/service.ts';
import { keepSeatsOf, leaveAllIn, listMembershipsIn } from '../members/service.ts';
import { CODE_MS, CODE_TRIES, deletedMail, deletionMail, hashCode } from './rules.ts';
import type { AccountExport } from './schema.ts';
import { deletePerson, findAccount, takeTry, upsertCode } from './store.ts';

/** Everything the installation keeps of the person who is signed in. @throws AppError `step_up_required`; `rate_limited`. */
export async function exportMe(context: Context, person: SignedInPerson): Promise<AccountExport> {
  authorizeSelf(person, 'sensitive');
  await countExport(context, 'public', person.id);
  return inAuth(context.db, async (tx) => {
    const account = await findAccount(tx, person.id);
    if (!account) throw unauthenticated();
    const memberships: AccountExport['memberships'] = [];
    for (const { tenantId, role, since } of await listMembershipsIn(tx, person.id)) {
      const tenant = (await findTenantOfIn(tx, tenantId))?.name ?? '';
      memberships.push({ tenantId, tenant, role, since, mailChoices: await listChosenOfIn(tx, tenantId, person.id) });
    }
    await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'person.export', target: person.id });
    return { ...account, memberships };
  });
}

/** Mails the person who is signed in the code that confirms the deletion of their account. @throws AppError `step_up_required`. */
export async function requestDeletion(context: Context, person: SignedInPerson): Promise<void> {
  authorizeSelf(person, 'sensitive');
  const code = randomBase62(12);
  await inAuth(context.db, async (tx) => {
    await upsertCode(tx, person.id, hashCode(code), context.clock() + CODE_MS);
    await queueMailIn(context, tx, deletionMail(person, code));
    await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'person.ask_deletion', target: person.id });
  });
}

/**
 * Deletes the account of the person who is signed in, by the code that was mailed: they leave every tenant, and address, name, password,
 * second factor, devices and sessions go. Audit logs keep their id alone.
 * @throws AppError `step_up_required`; `invalid_request` for a wrong or outlived code, or after five tries; `conflict` for the last owner
 * of a tenant.
 */
export async function deleteMe(context: Context, person: SignedInPerson, code: string): Promise<void> {
  authorizeSelf(person, 'sensitive');
  const expected = await inAuth(context.db, (tx) => takeTry(tx, person.id, { nowMs: context.clock(), most: CODE_TRIES }));
  if (expected === undefined || !hashCode(code).equals(expected))
    throw invalid('/code', 'This is not the code that was mailed, or its hour is over; ask for another one.');
  const left = await inAuth(context.db, async (tx) => {
    const tenantIds = await leaveAllIn(context, tx, person.id);
    await queueMailIn(context, tx, deletedMail(person));
    await deletePerson(tx, person.id);
    await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'person.delete', target: person.id });
    return tenantIds;
  });
  for (const tenantId of left) await keepSeatsOf(context, 'system', tenantId);
}
