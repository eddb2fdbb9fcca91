import { recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { authorizeSelf, type SignedInPerson } from '../../tenants/authorize.ts';
import { findTenantOfIn } from '../../tenants/service.ts';
import { listMemberships as listRows } from '../members/store.ts';
import type { Tokens } from '../sessions/cookies.ts';
import { actInTenantIn, rotateSessionIn } from '../sessions/service.ts';
import type { Membership } from './schema.ts';

interface Found extends Membership {
  tenantId: string;
}

async function membershipsIn(tx: AuthTx, { id, tenantId: current }: SignedInPerson): Promise<Found[]> {
  const found: Found[] = [];
  for (const { tenantId, role } of await listRows(tx, id)) {
    const tenant = await findTenantOfIn(tx, tenantId);
    if (!tenant) continue;
    const { name, slug, tier, currency, simulated } = tenant;
    found.push({ tenantId, tenant: { name, slug, tier, currency, simulated }, role, current: tenantId === current });
  }
  return found;
}

/** The tenants that the person who is signed in belongs to, in the order in which they came to them. */
export async function listMemberships(context: Context, person: SignedInPerson): Promise<Membership[]> {
  authorizeSelf(person, 'ordinary');
  const found = await inAuth(context.db, (tx) => membershipsIn(tx, person));
  return found.map(({ tenant, role, current }) => ({ tenant, role, current }));
}

/**
 * Lets a person's session act in another of their tenants, with a new token.
 * @throws AppError `not_found` for a tenant they do not belong to, whether there is one or not.
 */
export async function switchTenant(context: Context, person: SignedInPerson, slug: string): Promise<Tokens> {
  authorizeSelf(person, 'ordinary');
  return inAuth(context.db, async (tx) => {
    const chosen = (await membershipsIn(tx, person)).find(({ tenant }) => tenant.slug === slug);
    if (!chosen) throw new AppError('not_found', 'You do not belong to such a tenant.');
    await actInTenantIn(tx, person.sessionId, chosen.tenantId);
    const { id, sessionId } = person;
    await recordPlatformAuditIn(tx, { actor: `person:${id}`, action: 'session.switch', target: sessionId, after: { tenant: slug } });
    return rotateSessionIn(context, tx, sessionId, 'same');
  });
}
