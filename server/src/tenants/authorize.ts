import { AppError } from '../platform/errors.ts';

/** What a key or a token may do: send events, read results, or change settings. */
export const SCOPES = ['ingest', 'read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a person may do in a tenant, from everything to bills alone. */
export const ROLES = ['owner', 'admin', 'analyst', 'viewer', 'billing'] as const;
export type Role = (typeof ROLES)[number];

/** How many requests a tenant's key may make per minute; 0 = no limit. */
export const TIER_REQUESTS_PER_MINUTE = { free: 600, starter: 6_000, professional: 60_000, enterprise: 0 } as const;
export type Tier = keyof typeof TIER_REQUESTS_PER_MINUTE;

/**
 * Who acts on one tenant: a program with an API key, a browser opened with one (`session`), a person signed in as a member, a program or a
 * person by an access token (`oauth`), or the operator's own command line (`system`).
 */
export interface Actor {
  kind: 'api_key' | 'session' | 'member' | 'oauth' | 'system';
  /** Stands in the audit log, such as `member:<person id>`; never a secret. */
  name: string;
  tenantId: string;
  tier: Tier;
  /** What the credential may do; a member's own session has every scope. */
  scopes: readonly Scope[];
  /** The role in the tenant of the person, or of the service account, that acts. */
  role?: Role;
  personId?: string;
  /** True when the person proved who they are within the last ten minutes. */
  isRecent?: boolean;
  /** The API key that acts, or that opened the browser session. */
  apiKeyId?: string;
  /** The SHA-256 of the secret of that key which was sent: a rotated key has two for a while. */
  keyHash?: Buffer;
  /** The key's own limit, where it has one. */
  requestsPerMinute?: number;
  /** Until when the actor's tenant can be read, when it is closed. */
  readOnlyUntil?: Date;
}

/** A person who is signed in, whatever tenant they act in: who acts on their own account. */
export interface SignedInPerson {
  id: string;
  email: string;
  name: string;
  sessionId: string;
  /** The tenant they act in; null when they are a member of none, or no longer of that one. */
  tenantId: string | null;
  /** True when they have a second factor. */
  hasFactor: boolean;
  /** True when they proved who they are within the last ten minutes. */
  isRecent: boolean;
}

interface Permission {
  /** The scope a program needs; null where only a person may. */
  scope: Scope | null;
  /** The roles of people who may. */
  roles: readonly Role[];
  /** True where a person must have proved who they are within the last ten minutes. */
  isSensitive?: boolean;
}

const MAY = {
  own: ['owner'],
  administer: ['owner', 'admin'],
  analyse: ['owner', 'admin', 'analyst'],
  read: ['owner', 'admin', 'analyst', 'viewer'],
  pay: ['owner', 'admin', 'billing'],
  all: ROLES,
} as const;

/** What each operation asks for: the whole permission table. */
export const PERMISSIONS = {
  'touchpoints.create': { scope: 'ingest', roles: MAY.analyse },
  'conversions.create': { scope: 'ingest', roles: MAY.analyse },
  'conversions.list': { scope: 'read', roles: MAY.read },
  'imports.read': { scope: 'read', roles: MAY.read },
  'imports.write': { scope: 'ingest', roles: MAY.analyse },
  'host_figures.read': { scope: 'read', roles: MAY.read },
  'host_figures.write': { scope: 'admin', roles: MAY.analyse },
  'requests.create': { scope: 'ingest', roles: MAY.analyse },
  'requests.list': { scope: 'read', roles: MAY.read },
  'refunds.create': { scope: 'ingest', roles: MAY.analyse },
  'tags.read': { scope: 'read', roles: MAY.read },
  'survey_answers.create': { scope: 'ingest', roles: MAY.analyse },
  'survey_answers.read': { scope: 'read', roles: MAY.read },
  'survey_answers.review': { scope: 'admin', roles: MAY.analyse },
  'tags.write': { scope: 'admin', roles: MAY.analyse },
  'attribution.read': { scope: 'read', roles: MAY.read },
  'explanation_links.read': { scope: 'read', roles: MAY.read },
  'explanation_links.write': { scope: 'admin', roles: MAY.administer },
  'report_links.read': { scope: 'read', roles: MAY.read },
  'report_links.write': { scope: 'admin', roles: MAY.administer },
  'report_schedules.read': { scope: 'admin', roles: MAY.administer },
  'report_schedules.write': { scope: 'admin', roles: MAY.administer },
  'cost_prices.read': { scope: 'read', roles: MAY.all },
  'cost_prices.write': { scope: 'admin', roles: MAY.administer },
  'cost_entries.read': { scope: 'read', roles: MAY.all },
  'cost_entries.write': { scope: 'admin', roles: MAY.pay },
  'cost_allocations.read': { scope: 'read', roles: MAY.all },
  'cost_allocations.write': { scope: 'admin', roles: MAY.pay },
  'budgets.read': { scope: 'read', roles: MAY.all },
  'budgets.write': { scope: 'admin', roles: MAY.administer },
  'alerts.read': { scope: 'read', roles: MAY.all },
  'ai_providers.read': { scope: 'read', roles: MAY.all },
  'ai_providers.write': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'ai_providers.test': { scope: 'admin', roles: MAY.administer },
  'usage.create': { scope: 'ingest', roles: MAY.administer },
  'usage.read': { scope: 'read', roles: MAY.all },
  'meters.write': { scope: 'admin', roles: MAY.administer },
  'limits.read': { scope: 'read', roles: MAY.all },
  'limits.write': { scope: 'admin', roles: MAY.administer },
  'reservations.write': { scope: 'ingest', roles: MAY.administer },
  'runs.read': { scope: 'read', roles: MAY.read },
  'runs.write': { scope: 'admin', roles: MAY.analyse },
  'models.write': { scope: 'admin', roles: MAY.analyse },
  'experiments.write': { scope: 'admin', roles: MAY.analyse },
  'validations.read': { scope: 'read', roles: MAY.read },
  'validations.write': { scope: 'admin', roles: MAY.analyse },
  'anomalies.read': { scope: 'read', roles: MAY.read },
  'anomalies.judge': { scope: 'admin', roles: MAY.analyse },
  'insights.read': { scope: 'read', roles: MAY.read },
  'insights.write': { scope: 'admin', roles: MAY.analyse },
  'predictions.read': { scope: 'read', roles: MAY.read },
  'predictions.write': { scope: 'admin', roles: MAY.analyse },
  'transcripts.read': { scope: 'read', roles: MAY.read },
  'transcripts.write': { scope: 'admin', roles: MAY.analyse },
  'airchecks.read': { scope: 'read', roles: MAY.read },
  'airchecks.write': { scope: 'admin', roles: MAY.analyse },
  'recommendations.read': { scope: 'read', roles: MAY.read },
  'recommendations.write': { scope: 'admin', roles: MAY.analyse },
  'vendor_reports.write': { scope: 'admin', roles: MAY.analyse },
  'pacing.read': { scope: 'read', roles: MAY.read },
  'catalog.read': { scope: 'read', roles: MAY.read },
  'catalog.write': { scope: 'admin', roles: MAY.analyse },
  'lists.read': { scope: 'read', roles: MAY.read },
  'sources.read': { scope: 'admin', roles: MAY.administer },
  'sources.write': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'arrivals.read': { scope: 'admin', roles: MAY.analyse },
  'deliveries.read': { scope: 'admin', roles: MAY.administer },
  'deliveries.open': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'deliveries.replay': { scope: 'admin', roles: MAY.administer },
  'view_counts.read': { scope: 'read', roles: MAY.read },
  'view_counts.write': { scope: 'admin', roles: MAY.analyse },
  'shares.read': { scope: 'read', roles: MAY.read },
  'shares.write': { scope: 'admin', roles: MAY.administer },
  'audit_log.read': { scope: 'admin', roles: MAY.administer },
  'webhooks.read': { scope: 'admin', roles: MAY.administer },
  'webhooks.write': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'security_events.read': { scope: 'admin', roles: MAY.administer },
  'audit_log.export': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'api_keys.read': { scope: 'admin', roles: MAY.administer },
  'sso_connections.read': { scope: 'admin', roles: MAY.administer },
  'sso_connections.write': { scope: null, roles: MAY.own, isSensitive: true },
  'oauth_clients.read': { scope: 'admin', roles: MAY.administer },
  'oauth_clients.write': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'api_keys.write': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'service_accounts.read': { scope: 'admin', roles: MAY.administer },
  'service_accounts.write': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'tenants.read': { scope: 'read', roles: MAY.all },
  'tenants.write': { scope: 'admin', roles: MAY.administer },
  'tenants.export': { scope: null, roles: MAY.own, isSensitive: true },
  'tenants.close': { scope: null, roles: MAY.own, isSensitive: true },
  'tenants.reactivate': { scope: null, roles: MAY.own, isSensitive: true },
  'tenant_settings.read': { scope: 'read', roles: MAY.all },
  'tenant_settings.write': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'tenant_brand.read': { scope: 'read', roles: MAY.all },
  'tenant_brand.write': { scope: 'admin', roles: MAY.administer },
  'views.read': { scope: 'read', roles: MAY.all },
  'views.write': { scope: null, roles: MAY.all },
  'shared_views.write': { scope: 'admin', roles: MAY.analyse },
  'tenant_quotas.read': { scope: 'read', roles: MAY.all },
  'tenant_flags.read': { scope: 'read', roles: MAY.all },
  'onboarding.read': { scope: 'read', roles: MAY.all },
  'onboarding.write': { scope: 'admin', roles: MAY.analyse },
  'members.read': { scope: 'admin', roles: MAY.administer },
  'members.write': { scope: null, roles: MAY.administer, isSensitive: true },
  'owners.write': { scope: null, roles: MAY.own, isSensitive: true },
  'members.leave': { scope: null, roles: MAY.all },
  'mail_choices.read': { scope: null, roles: MAY.all },
  'mail_choices.write': { scope: null, roles: MAY.all },
  'invitations.read': { scope: 'admin', roles: MAY.administer },
  'invitations.write': { scope: null, roles: MAY.administer, isSensitive: true },
  'privacy_requests.read': { scope: 'admin', roles: MAY.administer },
  'privacy_requests.write': { scope: 'admin', roles: MAY.administer, isSensitive: true },
  'privacy_requests.export': { scope: 'admin', roles: MAY.administer, isSensitive: true },
} as const satisfies Record<string, Permission>;
export type Operation = keyof typeof PERMISSIONS;

/** Whether people of this role may do `operation`. */
export function isOpenTo(role: Role, operation: Operation): boolean {
  return (PERMISSIONS[operation].roles as readonly Role[]).includes(role);
}

/** What a closed tenant still allows: to read, to take everything along, and to undo the closing. */
const WHILE_CLOSED = /\.(read|list|export|close|reactivate)$/;

/** The refusal of what a closed tenant no longer allows. */
export function closedUntil(readOnlyUntil: Date): AppError {
  const until = readOnlyUntil.toISOString();
  return new AppError(
    'suspended',
    `This tenant is closed: it can be read until ${until}, but not changed. Reactivate it to undo the closing.`,
  );
}

function refuseRole(role: Role | undefined, roles: readonly Role[]): void {
  if (role !== undefined && roles.includes(role)) return;
  const may = roles.length === 1 ? `the role "${roles[0]}"` : `one of the roles ${roles.map((one) => `"${one}"`).join(', ')}`;
  throw new AppError('forbidden', `This needs ${may}; yours is "${role ?? 'none'}". Ask an owner of this tenant.`);
}

function refuseScope({ scopes }: Actor, scope: Scope | null): void {
  if (scope === null) throw new AppError('forbidden', 'Only a person who is signed in may do this; a key or a token may not.');
  if (scopes.includes(scope)) return;
  throw new AppError('forbidden', `This needs the scope "${scope}", which this key does not have. Use a key that has it.`);
}

/**
 * Lets the call go on only when `actor` may do `operation`: a program by its scope, a person by the role, and by both a service account
 * and whoever acts for a person with a token.
 * @throws AppError `forbidden`, naming the scope or the roles that may; `suspended` for a change to a closed tenant;
 * `step_up_required` when a person must first prove once more who
 * they are.
 */
export function authorize(actor: Actor, operation: Operation): void {
  if (actor.kind === 'system') return;
  const { scope, roles, isSensitive }: Permission = PERMISSIONS[operation];
  if (actor.kind !== 'member') refuseScope(actor, scope);
  if (actor.kind === 'member' || actor.personId !== undefined || actor.role !== undefined) refuseRole(actor.role, roles);
  if (actor.readOnlyUntil && !WHILE_CLOSED.test(operation)) throw closedUntil(actor.readOnlyUntil);
  if (actor.kind === 'member' && isSensitive === true && actor.isRecent !== true) throw stepUpRequired();
}

function stepUpRequired(): AppError {
  const message = 'This asks for your password or second factor once more; confirm that it is you and try again.';
  return new AppError('step_up_required', message);
}

/**
 * Lets a person who is signed in act on their own account; what is `sensitive` asks for a recent proof of who they are.
 * @throws AppError `step_up_required` when that proof is too old.
 */
export function authorizeSelf(person: SignedInPerson, need: 'ordinary' | 'sensitive'): void {
  if (need === 'sensitive' && !person.isRecent) throw stepUpRequired();
}

/** Somebody who runs the installation, signed in to its administration; what belongs to tenants is closed to them. */
export interface Operator {
  kind: 'operator';
  id: string;
  /** Stands in the audit logs: `operator:<id>`. */
  name: string;
}

/** The operator at the command line, acting on one tenant. */
export function systemActor(tenantId: string): Actor {
  return { kind: 'system', name: 'system', tenantId, tier: 'enterprise', scopes: SCOPES };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes this request; set by the API's door before any route runs. */
    actor?: Actor;
    /** The person whose session this request carries, once they have proved who they are as far as they must. */
    person?: SignedInPerson;
    /** The operator who makes this request; set by the door of the installation's administration. */
    operator?: Operator;
  }
}

/** The refusal of missing, unknown and outlived credentials of operators, and of every credential that is a tenant's. */
export function noOperator(): AppError {
  return new AppError('unauthenticated', 'Sign in as an operator at /api/v1/platform/sessions, and send "Authorization: Bearer <token>".');
}

/** The operator of a request that passed the door. @throws AppError `unauthenticated`. */
export function operatorOf(request: { operator?: Operator }): Operator {
  if (!request.operator) throw noOperator();
  return request.operator;
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

/** The person of a request. @throws AppError `unauthenticated` when it carries no person's session. */
export function personOf(request: { person?: SignedInPerson }): SignedInPerson {
  if (!request.person) throw new AppError('unauthenticated', 'Sign in with your e-mail address and password first.');
  return request.person;
}
