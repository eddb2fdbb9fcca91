import type { Provider } from 'oidc-provider';
import { recordAuditOfIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { findClientIn, storingIn } from '../oauthartifacts/service.ts';
import type { FoundClient } from '../oauthartifacts/store.ts';
import { type Asked, claimsAllowed, scopesAsked } from './rules.ts';
import { deleteOnlineGrants, findCoveringEnd } from './store.ts';

type Grant = InstanceType<Provider['Grant']>;

/** Whom a grant is from, and the client it is for. */
interface Parties {
  personId: string;
  client: FoundClient;
}

/** What is asked for, as far as the client may have it; the rest is told to the protocol as refused, so that it does not ask again. */
function buildGrant(provider: Provider, { personId, client }: Parties, asked: Asked): { grant: Grant; scopes: string[] } {
  const grant = new provider.Grant({ accountId: personId, clientId: client.id });
  const scopes = scopesAsked(asked).filter((scope) => client.scopes.some((one) => one === scope));
  grant.addOIDCScope(scopes.join(' '));
  const { allowed, others } = claimsAllowed(asked.claims, client.scopes);
  if (allowed.length > 0) grant.addOIDCClaims(allowed);
  if (others.length > 0) grant.rejectOIDCClaims(others);
  return { grant, scopes };
}

/** A grant and its record are stored together or not at all. */
async function storeIn(tx: AuthTx, action: string, { personId, client }: Parties, made: { grant: Grant; scopes: string[] }) {
  await storingIn(tx, () => made.grant.save());
  const entry = { actor: `member:${personId}`, action, target: client.id, after: { scopes: made.scopes } };
  await recordAuditOfIn(tx, client.tenantId, entry);
}

/** Gives a client what a person has just allowed; resolves with the grant's id. */
export async function giveGrant(
  context: Context,
  _actor: 'public',
  provider: Provider,
  { asked, ...parties }: Parties & { asked: Asked },
): Promise<string> {
  const made = buildGrant(provider, parties, asked);
  await inAuth(context.db, (tx) => storeIn(tx, 'oauth_consent.give', parties, made));
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
  { personId, clientId, asked }: { personId: string; clientId: string; asked: Asked },
): Promise<Grant | undefined> {
  return inAuth(context.db, async (tx) => {
    const nowMs = context.clock();
    const client = await findClientIn(context, tx, clientId);
    if (client?.kind !== 'web') return undefined;
    const endsAtMs = await findCoveringEnd(tx, { personId, clientId, scopes: scopesAsked(asked), nowMs });
    if (endsAtMs === undefined) return undefined;
    const made = buildGrant(provider, { personId, client }, asked);
    Object.assign(made.grant, { expiresIn: Math.max(1, Math.floor((endsAtMs - nowMs) / 1_000)) });
    await storeIn(tx, 'oauth_consent.reuse', { personId, client }, made);
    return made.grant;
  });
}

/** Ends what a person gave a client for as long as they are there, with its tokens, but not what holds in their absence; tells how many. */
export async function endOnlineGrantsIn(tx: AuthTx, personId: string, clientId: string): Promise<number> {
  return deleteOnlineGrants(tx, personId, clientId);
}
