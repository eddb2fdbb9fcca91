import type { Provider } from 'oidc-provider';
import { recordAuditOfIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { unauthenticated } from '../../tenants/authorize.ts';
import { artifactHash } from '../oauthartifacts/rules.ts';
import { findClientIn, storingIn } from '../oauthartifacts/service.ts';
import type { FoundClient } from '../oauthartifacts/store.ts';
import { lockPerson } from '../people/store.ts';
import { hashToken } from '../sessions/rules.ts';
import { findSession } from '../sessions/store.ts';
import { type Asked, claimsAllowed, scopesAsked } from './rules.ts';
import { deleteOnlineGrants, findCovering, updateConnection } from './store.ts';

type Grant = InstanceType<Provider['Grant']>;

/** Whom a grant is from, and the client it is for. */
interface Parties {
  personId: string;
  client: FoundClient;
  /** The connection of a tenant that vouches for the person. */
  connectionId: string | undefined;
}

/** What is asked for, as far as the client may have it; the rest is told to the protocol as refused, so that it does not ask again. */
function buildGrant(
  provider: Provider,
  { personId, client }: Pick<Parties, 'personId' | 'client'>,
  asked: Asked,
): { grant: Grant; scopes: string[] } {
  const grant = new provider.Grant({ accountId: personId, clientId: client.id });
  const scopes = scopesAsked(asked).filter((scope) => client.scopes.some((one) => one === scope));
  grant.addOIDCScope(scopes.join(' '));
  const { allowed, others } = claimsAllowed(asked.claims, client.scopes);
  if (allowed.length > 0) grant.addOIDCClaims(allowed);
  if (others.length > 0) grant.rejectOIDCClaims(others);
  return { grant, scopes };
}

/** A grant and its record are stored together or not at all. */
async function storeIn(tx: AuthTx, action: string, parties: Parties, made: { grant: Grant; scopes: string[] }) {
  const { personId, client, connectionId } = parties;
  await storingIn(tx, () => made.grant.save());
  if (connectionId !== undefined) await updateConnection(tx, artifactHash('Grant', made.grant.jti), connectionId);
  const entry = { actor: `member:${personId}`, action, target: client.id, after: { scopes: made.scopes } };
  await recordAuditOfIn(tx, client.tenantId, entry);
}

/**
 * Gives a client what a person has just allowed in an open session; resolves with the grant's id.
 * @throws AppError `unauthenticated` when the session has ended meanwhile.
 */
export async function giveGrant(
  context: Context,
  _actor: 'public',
  provider: Provider,
  { asked, sessionToken, ...parties }: Parties & { asked: Asked; sessionToken: string },
): Promise<string> {
  const made = buildGrant(provider, parties, asked);
  await inAuth(context.db, async (tx) => {
    await lockPerson(tx, parties.personId);
    if (!(await findSession(tx, hashToken(sessionToken)))) throw unauthenticated();
    await storeIn(tx, 'oauth_consent.give', parties, made);
  });
  return made.grant.jti;
}

/**
 * Gives a client once more what a person allowed it before, and which lasts no longer than that; undefined unless the client can prove who
 * it is and everything it asks for lies within one consent that stands.
 */
export async function renewGrant(
  context: Context,
  _actor: 'public',
  provider: Provider,
  { personId, clientId, asked, connectionId }: Omit<Parties, 'client'> & { clientId: string; asked: Asked },
): Promise<Grant | undefined> {
  return inAuth(context.db, async (tx) => {
    const nowMs = context.clock();
    const client = await findClientIn(context, tx, clientId);
    if (client?.kind !== 'web') return undefined;
    const covering = await findCovering(tx, { personId, clientId, scopes: scopesAsked(asked), nowMs });
    if (covering === undefined) return undefined;
    const parties: Parties = { personId, client, connectionId: connectionId ?? covering.connectionId };
    const made = buildGrant(provider, parties, asked);
    Object.assign(made.grant, { expiresIn: Math.max(1, Math.floor((covering.endsAtMs - nowMs) / 1_000)) });
    await storeIn(tx, 'oauth_consent.reuse', parties, made);
    return made.grant;
  });
}

/** Ends what a person gave a client for as long as they are there, with its tokens, but not what holds in their absence; tells how many. */
export async function endOnlineGrantsIn(tx: AuthTx, personId: string, clientId: string): Promise<number> {
  return deleteOnlineGrants(tx, personId, clientId);
}
