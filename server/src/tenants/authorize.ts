import { AppError } from '../platform/errors.ts';

/** What a key or a session may do: send events, read results, or change settings. */
export const SCOPES = ['ingest', 'read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** How many requests a tenant's key may make per minute; 0 = no limit. */
export const TIER_REQUESTS_PER_MINUTE = { free: 600, starter: 6_000, professional: 60_000, enterprise: 0 } as const;
export type Tier = keyof typeof TIER_REQUESTS_PER_MINUTE;

/** Who acts on one tenant: a program with an API key, a person's session, or the operator's own command line (`system`). */
export interface Actor {
  kind: 'api_key' | 'session' | 'system';
  /** Stands in the audit log; never a secret. */
  name: string;
  tenantId: string;
  tier: Tier;
  scopes: readonly Scope[];
}

/** Which scope each operation asks for: the whole permission table. */
export const PERMISSIONS = {
  'touchpoints.create': 'ingest',
  'conversions.create': 'ingest',
  'conversions.list': 'read',
  'refunds.create': 'ingest',
  'attribution.read': 'read',
  'catalog.read': 'read',
  'catalog.write': 'admin',
  'api_keys.read': 'admin',
  'api_keys.write': 'admin',
} as const satisfies Record<string, Scope>;
export type Operation = keyof typeof PERMISSIONS;

/**
 * Lets the call go on only when `actor` holds the scope that `operation` asks for.
 * @throws AppError `forbidden`, naming the scope that is missing.
 */
export function authorize(actor: Actor, operation: Operation): void {
  const scope = PERMISSIONS[operation];
  if (actor.kind === 'system' || actor.scopes.includes(scope)) return;
  throw new AppError('forbidden', `This needs the scope "${scope}", which this key does not have. Use a key that has it.`);
}

/** The operator at the command line, acting on one tenant. */
export function systemActor(tenantId: string): Actor {
  return { kind: 'system', name: 'system', tenantId, tier: 'enterprise', scopes: SCOPES };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes this request; set by the API's door before any route runs. */
    actor?: Actor;
  }
}

/** The refusal of missing, mistyped, unknown, revoked and outlived credentials: in the same words, so that it tells nothing of them. */
export function unauthenticated(): AppError {
  return new AppError('unauthenticated', 'Sign in, or send "Authorization: Bearer <API key>" with a valid API key of this installation.');
}

/** The actor of a request that passed the door. @throws AppError `unauthenticated` when it carried no credentials. */
export function actorOf(request: { actor?: Actor }): Actor {
  if (!request.actor) throw unauthenticated();
  return request.actor;
}
