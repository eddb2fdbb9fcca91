import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { type Actor, SCOPES, type SignedInPerson, unauthenticated } from '../../tenants/authorize.ts';
import type { SessionTenant } from '../../tenants/schema.ts';
import { findTenantOfIn } from '../../tenants/service.ts';
import { authenticateKeyHash } from '../keyuse/service.ts';
import { hashToken, IDLE_MS, isRecentAt, SEEN_MS } from '../sessions/rules.ts';
import type { CurrentSession, Session } from '../sessions/schema.ts';
import { findRole, findSession, type FoundSession, updateLastSeen } from '../sessions/store.ts';
import { type Need, refuseUntil } from './rules.ts';

/** Who a session stands for. */
export interface Visitor {
  /** Set when the session may act in its tenant. */
  actor?: Actor;
  /** Set when a person is signed in, in a tenant or not. */
  person?: SignedInPerson;
  /** Set, in place of `person`, when a tenant's own identity provider vouches for them: they act in that tenant alone. */
  guest?: { id: string; email: string; name: string };
  /** Set, and alone, while a person's second factor is still to come. */
  pending?: { person: { id: string; email: string; name: string }; sessionId: string };
  tenant: SessionTenant | undefined;
  needs: Need | null;
  expiresAtMs: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose session the request carries; undefined when it carries none that holds. */
    visitor?: Visitor;
  }
}

function isOver({ expiresAtMs, lastSeenAtMs, person }: FoundSession, nowMs: number): boolean {
  return expiresAtMs <= nowMs || (person !== undefined && lastSeenAtMs + IDLE_MS <= nowMs);
}

type Kept = FoundSession & { person: NonNullable<FoundSession['person']> };

async function tenantIn(tx: AuthTx, tenantId: string): Promise<{ tenant: SessionTenant; requiresMfa: boolean } | undefined> {
  const found = await findTenantOfIn(tx, tenantId);
  if (!found) return undefined;
  const { requiresMfa, ...tenant } = found;
  return { tenant, requiresMfa };
}

/** A member acts in the tenant, unless the tenant asks for a second factor that the person does not have. */
async function memberOfIn(tx: AuthTx, session: Kept, signedIn: SignedInPerson): Promise<Pick<Visitor, 'actor' | 'tenant' | 'needs'>> {
  const { tenantId } = session;
  const role = tenantId === null ? undefined : await findRole(tx, signedIn.id, tenantId);
  const found = tenantId === null || role === undefined ? undefined : await tenantIn(tx, tenantId);
  if (tenantId === null || role === undefined || !found) return { tenant: undefined, needs: 'tenant' };
  const { tenant, requiresMfa } = found;
  if (requiresMfa && !signedIn.hasFactor) return { tenant, needs: 'enrolment' };
  const { id: personId, isRecent } = signedIn;
  const actor: Actor = {
    kind: 'member',
    name: `member:${personId}`,
    tenantId,
    tier: tenant.tier,
    scopes: SCOPES,
    role,
    personId,
    isRecent,
  };
  return { actor, tenant, needs: null };
}

async function personOfIn(context: Context, tx: AuthTx, session: Kept): Promise<Visitor> {
  const { id: sessionId, person, expiresAtMs, verifiedAtMs } = session;
  const { hasFactor, ...who } = person;
  if (verifiedAtMs === undefined) return { pending: { person: who, sessionId }, tenant: undefined, needs: 'second_factor', expiresAtMs };
  const isRecent = isRecentAt(verifiedAtMs, context.clock());
  const signedIn: SignedInPerson = { ...who, sessionId, tenantId: session.tenantId, hasFactor, isRecent };
  if (session.sso) {
    const member = await memberOfIn(tx, session, { ...signedIn, hasFactor: session.sso.asksFactor });
    return { ...member, guest: who, expiresAtMs };
  }
  const member = await memberOfIn(tx, session, signedIn);
  return { ...member, person: { ...signedIn, tenantId: member.tenant === undefined ? null : session.tenantId }, expiresAtMs };
}

async function browserOfKey(context: Context, keyHash: Buffer, expiresAtMs: number, address: string): Promise<Visitor> {
  const holder = await authenticateKeyHash(context, 'public', keyHash, address);
  const actor: Actor = { ...holder, kind: 'session', name: `session:${holder.name}` };
  const found = await inAuth(context.db, (tx) => tenantIn(tx, actor.tenantId));
  return { actor, tenant: found?.tenant, needs: null, expiresAtMs };
}

/**
 * Who a session token stands for; that it was used is noted at most once a minute.
 * @throws AppError `unauthenticated` when it is unknown, ended, too old or unused for too long, or its key was revoked.
 */
export async function identifyVisitor(context: Context, _actor: 'public', token: string, address: string): Promise<Visitor> {
  const nowMs = context.clock();
  const found = await inAuth(context.db, async (tx) => {
    const session = await findSession(tx, hashToken(token));
    if (!session || isOver(session, nowMs)) return undefined;
    if (session.lastSeenAtMs + SEEN_MS <= nowMs) await updateLastSeen(tx, session.id, nowMs);
    const { person } = session;
    return { session, visitor: person && (await personOfIn(context, tx, { ...session, person })) };
  });
  if (!found) throw unauthenticated();
  const { session, visitor } = found;
  if (visitor) return visitor;
  if (!session.keyHash) throw unauthenticated();
  return browserOfKey(context, session.keyHash, session.expiresAtMs, address);
}

function stateOf({ actor, person, guest, pending, tenant, needs }: Visitor): Omit<Session, 'expiresAt'> {
  const who = person ?? guest ?? pending?.person;
  return {
    tenant: tenant ?? null,
    scopes: actor === undefined ? [] : [...actor.scopes],
    person: who === undefined ? null : { id: who.id, email: who.email, name: who.name },
    role: actor?.role ?? null,
    needs,
  };
}

/** What a sign-in is answered with. @throws AppError `unauthenticated` when the session is over already. */
export async function describeStarted(context: Context, actor: 'public', token: string, address: string): Promise<Session> {
  const visitor = await identifyVisitor(context, actor, token, address);
  return { ...stateOf(visitor), expiresAt: new Date(visitor.expiresAtMs).toISOString() };
}

/** Whether this browser is signed in, and to what; to a visitor without session it says which doors there are beside the password. */
export function describeVisitor(
  visitor: Visitor | undefined,
  doors: Pick<CurrentSession, 'demoAvailable' | 'providerAvailable' | 'organisation'>,
): CurrentSession {
  const nobody: Visitor = { tenant: undefined, needs: null, expiresAtMs: 0 };
  return { signedIn: visitor !== undefined && visitor.needs !== 'second_factor', ...doors, ...stateOf(visitor ?? nobody) };
}

/** Refuses a tenant's rows to whoever does not act in one. @throws AppError `unauthenticated`; `forbidden` when something comes first. */
export function refuseUnready(visitor: Visitor | undefined): void {
  const need = visitor?.needs ?? undefined;
  throw need === undefined ? unauthenticated() : refuseUntil(need);
}

/** Lets only people in. @throws AppError `unauthenticated` to nobody, and before the second factor has come; `forbidden` to a key. */
export function admitPerson({ actor, person, visitor }: Pick<FastifyRequest, 'actor' | 'person' | 'visitor'>): void {
  if (person) return;
  if (visitor?.guest)
    throw new AppError('forbidden', "Your organisation's identity provider signed you in here. Sign in with your own password for this.");
  if (actor) throw new AppError('forbidden', 'Only a person who is signed in may do this; a key or a token may not.');
  refuseUnready(visitor);
}
