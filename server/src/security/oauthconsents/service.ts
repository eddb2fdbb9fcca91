import { recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { authorizeSelf, type SignedInPerson } from '../../tenants/authorize.ts';
import { findTenantOfIn } from '../../tenants/service.ts';
import { SECONDS } from '../oauth/rules.ts';
import { orderedScopes } from '../oauthclients/rules.ts';
import type { OauthConsent } from './schema.ts';
import { deleteConsents, deleteConsentsOf, listConsents } from './store.ts';

/** When a grant was given: it lasts as long as its refresh tokens can. */
function givenAt(expiresAt: Date): string {
  return new Date(expiresAt.getTime() - SECONDS.refreshToken * 1_000).toISOString();
}

/** The programs that a person has let in and that may still act for them. */
export async function listOwnConsents(context: Context, person: SignedInPerson): Promise<OauthConsent[]> {
  authorizeSelf(person, 'ordinary');
  return inAuth(context.db, async (tx) => {
    const consents: OauthConsent[] = [];
    for (const { tenantId, clientId, client, ...found } of await listConsents(tx, person.id, context.clock())) {
      const tenant = await findTenantOfIn(tx, tenantId);
      if (!tenant) continue;
      const [scopes, expiresAt] = [orderedScopes(found.scopes), found.expiresAt.toISOString()];
      consents.push({ clientId, client, tenant: tenant.name, scopes, since: givenAt(found.firstExpiresAt), expiresAt });
    }
    return consents;
  });
}

/** Takes back what a person allowed a program: its tokens are refused from then on. @throws AppError `not_found` when there is nothing. */
export async function withdrawOwnConsent(context: Context, person: SignedInPerson, clientId: string): Promise<void> {
  authorizeSelf(person, 'ordinary');
  await inAuth(context.db, async (tx) => {
    if (!(await deleteConsents(tx, person.id, clientId)))
      throw new AppError('not_found', 'You have not let in such a program, or it has no access any more.');
    await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'oauth_consent.withdraw', target: clientId });
  });
}

/** Ends all that a person allowed programs: who recovers their account does not know what was allowed in it. */
export async function endConsentsOfIn(tx: AuthTx, personId: string, actor: string): Promise<void> {
  const ended = await deleteConsentsOf(tx, personId);
  if (ended > 0) await recordPlatformAuditIn(tx, { actor, action: 'oauth_consent.end_all', target: personId, after: { ended } });
}
