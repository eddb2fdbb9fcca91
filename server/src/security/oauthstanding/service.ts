import type { Context } from '../../platform/context.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import type { Tenant } from '../../tenants/schema.ts';
import { findTenantOfIn } from '../../tenants/service.ts';
import { findClientIn } from '../oauthartifacts/service.ts';
import type { FoundClient } from '../oauthartifacts/store.ts';
import { hashToken, IDLE_MS } from '../sessions/rules.ts';
import { findSession } from '../sessions/store.ts';
import { type Freshness, isFresh } from './rules.ts';
import { findAccount } from './store.ts';

/** Who is signed in, and when they last proved who they are. */
export interface SignedIn {
  id: string;
  email: string;
  name: string;
  verifiedAtMs: number;
  /** Set when a tenant's own identity provider vouches for them: by which connection, and whether it asks for a second factor. */
  sso: { tenantId: string | null; connectionId: string; asksFactor: boolean } | undefined;
}

/** A client with the tenant it belongs to. */
export interface ClientOfTenant {
  client: FoundClient;
  tenant: Tenant & { requiresMfa: boolean };
}

/** What a program asks of the person it wants to sign in. */
export interface Wish extends ClientOfTenant {
  freshness: Freshness;
  begunAtMs: number;
  /** The person that the program has in mind; undefined when anybody will do. */
  personId: string | undefined;
}

/** The person of a session that is open now; undefined when there is none, or the session is not a person's. */
export async function findSignedIn(context: Context, _actor: 'public', sessionToken: string | undefined): Promise<SignedIn | undefined> {
  if (sessionToken === undefined) return undefined;
  const session = await inAuth(context.db, (tx) => findSession(tx, hashToken(sessionToken)));
  const nowMs = context.clock();
  if (!session?.person || session.verifiedAtMs === undefined) return undefined;
  if (session.expiresAtMs <= nowMs || session.lastSeenAtMs + IDLE_MS <= nowMs) return undefined;
  const { tenantId, verifiedAtMs, sso } = session;
  return { ...session.person, verifiedAtMs, sso: sso && { tenantId, ...sso } };
}

/** A client and its tenant; undefined when either is gone. */
export async function findClientOfTenantIn(context: Context, tx: AuthTx, clientId: string): Promise<ClientOfTenant | undefined> {
  const client = await findClientIn(context, tx, clientId);
  const tenant = client && (await findTenantOfIn(tx, client.tenantId));
  return client && tenant && { client, tenant };
}

/** How a person stands to what a program asks: whether their proof is recent enough, and they are a member of the client's tenant. */
export async function describeStanding(context: Context, _actor: 'public', person: SignedIn, wish: Wish) {
  const { freshness, begunAtMs, client, tenant, personId } = wish;
  if (!isFresh(freshness, person.verifiedAtMs, { nowMs: context.clock(), begunAtMs })) return 'outdated';
  const account = await inAuth(context.db, (tx) => findAccount(tx, person.id, client.id));
  const isMeant = personId === undefined || personId === person.id;
  if (!account || !isMeant || (person.sso && person.sso.tenantId !== client.tenantId)) return 'stranger';
  return tenant.requiresMfa && !(person.sso?.asksFactor ?? account.hasFactor) ? 'unenrolled' : 'member';
}

/**
 * The person behind a request that must not ask anybody anything; undefined when nobody is signed in who may let the client in as things
 * stand.
 */
export async function findSilently(
  context: Context,
  _actor: 'public',
  { clientId, sessionToken }: { clientId: unknown; sessionToken: string | undefined },
): Promise<SignedIn | undefined> {
  const person = await findSignedIn(context, 'public', sessionToken);
  const found = person && typeof clientId === 'string' && (await inAuth(context.db, (tx) => findClientOfTenantIn(context, tx, clientId)));
  if (!found) return undefined;
  const anyAge = { prompt: undefined, max_age: undefined };
  const wish = { ...found, freshness: anyAge, begunAtMs: context.clock(), personId: undefined };
  return (await describeStanding(context, 'public', person, wish)) === 'member' ? person : undefined;
}
