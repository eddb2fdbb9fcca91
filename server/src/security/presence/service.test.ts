import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { createTestTenant } from '../../../test/database.ts';
import { addTestMember, cookieOf, createTestPerson } from '../../../test/people.ts';
import { SSO_CONNECTION } from '../../../test/sso-connection.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inAuth } from '../../platform/tenant-door.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let tenants = 0;

async function owner() {
  const { context } = world.database;
  const { tenantId } = await createTestTenant(context, { slug: `presence-${(tenants += 1)}` });
  const person = await createTestPerson(context);
  await addTestMember(context, person, tenantId, 'owner');
  return { tenantId, personId: person.id, cookie: await cookieOf(context, person) };
}

const CLIENT = { name: 'late', kind: 'service', redirectUris: [], scopes: ['read'] };
const MUTATIONS: [string, string, unknown][] = [
  ['a key', '/security/api-keys', { name: 'late', scopes: ['read'] }],
  ['a service account', '/security/service-accounts', { name: 'late', role: 'admin' }],
  ['an OAuth client', '/security/oauth-clients', CLIENT],
  ['a webhook', '/security/webhooks', { url: 'https://late.example/hook' }],
  ['an invitation', '/invitations', { email: 'late@people.example', role: 'admin' }],
  ['a connection', '/security/sso-connections', SSO_CONNECTION],
];

/** What a request is answered when its member's row is changed after the door let it in and before it is done. */
async function answerDuring(change: string, [path, body]: [string, unknown]): Promise<number> {
  const { tenantId, personId, cookie } = await owner();
  const answer = await inAuth(world.database.context.db, async (tx) => {
    await tx.query({ text: `${change} where tenant_id = $1 and person_id = $2`, values: [tenantId, personId] });
    const coming = world.server.send('POST', `/api/v1${path}`, { headers: { cookie }, body });
    await expect.poll(() => waitingSessions(world.admin), { interval: 20 }).toBe(1);
    return { coming };
  });
  return (await answer.coming).status;
}

describe('a member who is removed while their request is worked on', () => {
  test.each(MUTATIONS)('makes not even %s', async (_, path, body) => {
    expect(await answerDuring('delete from members', [path, body])).toBe(401);
  });
});

describe('a member who loses their role while their request is worked on', () => {
  test.each(MUTATIONS)('makes not even %s', async (_, path, body) => {
    expect(await answerDuring(`update members set role = 'viewer'`, [path, body])).toBe(403);
  });

  test('invites no owner as an administrator', async () => {
    const invitation: [string, unknown] = ['/invitations', { email: 'late@people.example', role: 'owner' }];
    expect(await answerDuring(`update members set role = 'admin'`, invitation)).toBe(403);
  });
});
