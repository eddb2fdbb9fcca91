import { inAuth } from '../src/platform/tenant-door.ts';
import type { Context } from '../src/platform/context.ts';
import { sealForInstallation } from '../src/platform/vault.ts';
import { codeAt, secretPlace } from '../src/security/mfa/rules.ts';
import { confirmFactor, replaceRecoveryCodes, upsertCandidate } from '../src/security/mfa/store.ts';
import { createPersonIn } from '../src/security/people/service.ts';
import { hashToken } from '../src/security/sessions/rules.ts';
import { startPersonSessionIn } from '../src/security/sessions/service.ts';
import { findSession } from '../src/security/sessions/store.ts';
import type { Role } from '../src/tenants/authorize.ts';
import { nextNumber } from './numbers.ts';

/** A person as a test knows them; without a password unless they were given one. */
export interface TestPerson {
  id: string;
  email: string;
  name: string;
}

/** A browser that was never seen before. */
export const BROWSER = { address: '127.0.0.1', userAgent: 'test', deviceToken: undefined, sessionToken: undefined };

/** A person with a verified address, who is a member of no tenant. */
export async function createTestPerson(context: Context, more: { email?: string; passwordHash?: string } = {}): Promise<TestPerson> {
  const number = nextNumber('people');
  const person = { email: `person-${number}@people.example`, name: `Person ${number}`, ...more };
  const id = await inAuth(context.db, (tx) => createPersonIn(context, tx, 'test', { ...person, isVerified: true }));
  return { id, email: person.email, name: person.name };
}

/** Makes a person a member of a tenant. */
export async function addTestMember(context: Context, { id, email, name }: TestPerson, tenantId: string, role: Role): Promise<void> {
  const text = 'insert into members (tenant_id, person_id, email, name, role) values ($1, $2, $3, $4, $5)';
  await inAuth(context.db, (tx) => tx.query({ text, values: [tenantId, id, email, name, role] }));
}

/** A fresh session of a person who has just proved who they are, as a Cookie header; `pending` before their second factor has come. */
export async function cookieOf(context: Context, person: TestPerson, state: 'open' | 'pending' = 'open'): Promise<string> {
  const holder = { person, isVerified: state === 'open' };
  const { token } = await inAuth(context.db, (tx) => startPersonSessionIn(context, tx, holder, BROWSER));
  return `earshot_session=${token}`;
}

/** The id of the session that a Cookie header carries. */
export async function idOfSession({ db }: Context, cookie: string): Promise<string> {
  const session = await inAuth(db, (tx) => findSession(tx, hashToken(cookie.slice(cookie.indexOf('=') + 1))));
  if (!session) throw new Error('there is no such session');
  return session.id;
}

const SECRET = Buffer.from('12345678901234567890');

/** Gives a person a second factor of which no code was used; returns the code of an instant. */
export async function giveTestFactor(context: Context, { id }: TestPerson): Promise<(atMs: number) => string> {
  const sealedSecret = await sealForInstallation(context, secretPlace(id), SECRET);
  await inAuth(context.db, async (tx) => {
    await upsertCandidate(tx, id, sealedSecret, context.clock());
    await confirmFactor(tx, id, { sealedSecret, step: 0, nowMs: context.clock() });
    await replaceRecoveryCodes(tx, id, []);
  });
  return (atMs) => codeAt(SECRET, atMs);
}
