import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, unauthenticated } from '../../tenants/authorize.ts';
import type { Tenant } from '../../tenants/schema.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { admit } from '../../tenants/standing/service.ts';
import { hashApiKey } from '../apikeys/rules.ts';
import { authenticateApiKey, authenticateKeyHash } from '../keyuse/service.ts';
import { openSession, sealSession, SESSION_MS } from './rules.ts';
import type { CurrentSession, Session, SignIn } from './schema.ts';

/** A session with the token its cookie carries. */
export interface StartedSession {
  session: Session;
  token: string;
}

/** What a session shows of its tenant, whatever it may do there. */
async function tenantOf(context: Context, actor: Actor): Promise<Tenant> {
  const tenant = await inTenant(context.db, actor.tenantId, findTenantIn);
  if (!tenant) throw unauthenticated();
  return tenant;
}

/**
 * Starts a browser session from an API key, or from the demo's own key. The session can do what the key can, and ends with it.
 * @throws AppError `unauthenticated` for a key that is not valid; `suspended`; `not_found` when there is no demo here.
 */
export async function startSession(
  context: Context,
  _actor: 'public',
  input: SignIn,
  { demoKey, address }: { demoKey: string | undefined; address: string },
): Promise<StartedSession> {
  const apiKey = 'apiKey' in input ? input.apiKey : demoKey;
  if (apiKey === undefined) throw new AppError('not_found', 'This installation has no demo. Sign in with an API key.');
  const { actor } = await admit(context, 'public', await authenticateApiKey(context, 'public', apiKey, address));
  const expiresAtMs = context.clock() + SESSION_MS;
  const tenant = await tenantOf(context, actor);
  const session: Session = { tenant, scopes: [...actor.scopes], expiresAt: new Date(expiresAtMs).toISOString() };
  return { session, token: sealSession(context.sealingKey, hashApiKey(apiKey), expiresAtMs) };
}

/** Who a session token stands for. @throws AppError `unauthenticated` when it is forged, over, or its key was revoked. */
export async function authenticateSession(context: Context, _actor: 'public', token: string, address: string): Promise<Actor> {
  const keyHash = openSession(context.sealingKey, token, context.clock());
  if (!keyHash) throw unauthenticated();
  const actor = await authenticateKeyHash(context, 'public', keyHash, address);
  return { ...actor, kind: 'session', name: `session:${actor.name}` };
}

/** Whether this browser is signed in, and to what; for a visitor without session it says whether there is a demo. */
export async function describeSession(context: Context, actor: Actor | 'public', demoAvailable: boolean): Promise<CurrentSession> {
  if (actor === 'public') return { signedIn: false, demoAvailable, tenant: null, scopes: [] };
  const tenant = await tenantOf(context, actor);
  return { signedIn: true, demoAvailable, tenant, scopes: [...actor.scopes] };
}
