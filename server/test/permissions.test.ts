import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '../src/security/apikeys/service.ts';
import { createServiceAccount } from '../src/security/serviceaccounts/service.ts';
import { type Operation, PERMISSIONS, type Role, ROLES, SCOPES, type Scope } from '../src/tenants/authorize.ts';
import { NOW_MS } from './database.ts';
import type { Answer } from './http.ts';
import { addTestMember, cookieOf, createTestPerson, giveTestFactor } from './people.ts';
import { api, type RouteFixture } from './route-fixture.ts';
import { methodOf, routeFixtures } from './routes.ts';
import { openWorld, type World } from './world.ts';

const MINUTE_MS = 60_000;
/** What is done to a key, which a service account's may do to those of the same account alone, or to a client, which belongs to none. */
const ON_A_KEY = [
  'PATCH /api/v1/security/api-keys/{id}',
  'POST /api/v1/security/api-keys/{id}/rotate',
  'POST /api/v1/security/oauth-clients',
  'PUT /api/v1/security/oauth-clients/{id}',
  'POST /api/v1/security/oauth-clients/{id}/secrets',
];
const PROGRAM_ROLES = ['admin', 'analyst', 'viewer', 'billing'] as const;

/** What the whole table says of one operation. */
interface Row {
  scope: Scope | null;
  roles: readonly Role[];
  isSensitive?: boolean;
}

const table = Object.entries(PERMISSIONS) as [Operation, Row][];

let world: World;
let fixtures: RouteFixture[];
let keysByRole: Record<(typeof PROGRAM_ROLES)[number], string>;
beforeAll(async () => {
  world = await openWorld();
  fixtures = [...routeFixtures(world), makingAnOwner(world), savingAView()];
  const { context } = world.database;
  const { actor } = world.mine;
  const keys = PROGRAM_ROLES.map(async (role) => {
    const { id } = await createServiceAccount(context, actor, { name: role, role });
    return [role, (await createApiKey(context, actor, { name: role, scopes: [...SCOPES], serviceAccountId: id })).apiKey] as const;
  });
  keysByRole = Object.fromEntries(await Promise.all(keys)) as typeof keysByRole;
});
afterAll(() => world.close());

/** What asks for the right to make owners: no route of its own, but this use of one. */
function makingAnOwner({ admin, mine }: World): RouteFixture {
  const valid = { path: api(`/members/${mine.memberId}`), body: { role: 'owner' } };
  const prepare = async () => {
    await admin.query(`update members set role = 'viewer' where person_id = $1`, [mine.memberId]);
    return {};
  };
  return { operation: 'PATCH /api/v1/members/{id}', permission: 'owners.write', status: 200, valid, prepare };
}

/** What asks for the right to views of one's own: the same routes as those for everybody. */
function savingAView(): RouteFixture {
  const valid = { path: api('/views'), body: { name: 'My own', address: '/?days=30' } };
  return { operation: 'POST /api/v1/views', permission: 'views.write', status: 201, valid };
}

/** Who asks, as the headers of a request say it. */
type Credentials = Record<string, string>;

const withKey = (key: string): Credentials => ({ authorization: `Bearer ${key}` });

/** Opened once each: an address signs in 600 times a minute at most, and there are more routes than that allows. */
const sessions = new Map<Scope, Credentials>();

async function asSession(scope: Scope): Promise<Credentials> {
  const open = sessions.get(scope);
  if (open) return open;
  const signedIn = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey: world.mine.keys[scope] } });
  const [cookie] = (signedIn.headers.get('set-cookie') ?? '').split(';');
  sessions.set(scope, { cookie });
  return { cookie };
}

/** A member of this role with a second factor, who proved who they are so many minutes ago. */
async function asMember(role: Role, minutesAgo = 0): Promise<Credentials> {
  const { context, setNow } = world.database;
  const person = await createTestPerson(context);
  await addTestMember(context, person, world.mine.tenantId, role);
  await giveTestFactor(context, person);
  setNow(NOW_MS - minutesAgo * MINUTE_MS);
  const cookie = await cookieOf(context, person);
  setNow(NOW_MS);
  return { cookie };
}

/** Sends the valid request of a fixture as somebody; what it needs is made ready, but not who sends it. */
async function ask(fixture: RouteFixture, credentials: Credentials): Promise<Answer> {
  const prepared = await fixture.prepare?.();
  const body = prepared?.body ?? fixture.valid.body;
  const answer = await world.server.send(methodOf(fixture), fixture.valid.path, { headers: credentials, body });
  await fixture.undo?.();
  return answer;
}

const done = new Set<string>();

/** The first time a request is let through it succeeds; later its thing may be gone, or there already, which is no refusal. */
async function expectLetThrough(fixture: RouteFixture, credentials: Credentials, who: string): Promise<void> {
  const answer = await ask(fixture, credentials);
  const allowed = done.has(fixture.operation) ? [fixture.status, 404, 409] : [fixture.status];
  expect(allowed, `${who}: ${fixture.operation}: ${answer.text}`).toContain(answer.status);
  done.add(fixture.operation);
}

async function expectRefused(fixture: RouteFixture, credentials: Credentials, who: string, code = 'forbidden'): Promise<void> {
  const answer = await ask(fixture, credentials);
  expect([answer.status, (answer.json as { code: string }).code], `${who}: ${fixture.operation}: ${answer.text}`).toEqual([403, code]);
}

test('every operation is asked for by a route, and every route of a tenant asks for one', () => {
  const asked = new Set(fixtures.flatMap(({ permission }) => permission ?? []));
  expect(table.map(([operation]) => operation).filter((operation) => !asked.has(operation))).toEqual([]);
  expect(table.length * (ROLES.length + SCOPES.length)).toBeGreaterThan(100);
});

describe.each(table)('%s', (operation, { scope: needed, roles, isSensitive }) => {
  const asking = () => fixtures.filter(({ permission }) => permission === operation);

  test(`lets through, of keys and browsers opened with one, ${needed === null ? 'none' : `those with the scope ${needed}`}`, async () => {
    for (const fixture of asking()) {
      for (const scope of SCOPES) {
        for (const [who, credentials] of [
          [`key with ${scope}`, withKey(world.mine.keys[scope])],
          [`browser with ${scope}`, await asSession(scope)],
        ] as const) {
          if (scope === needed) await expectLetThrough(fixture, credentials, who);
          else await expectRefused(fixture, credentials, who);
        }
      }
    }
  });

  test(`lets through, of members, ${roles.join(', ')}`, async () => {
    for (const fixture of asking()) {
      for (const role of ROLES) {
        if (roles.includes(role)) await expectLetThrough(fixture, await asMember(role), role);
        else await expectRefused(fixture, await asMember(role), role);
      }
    }
  });

  test(`${isSensitive ? 'asks' : 'does not ask'} a member who proved who they are eleven minutes ago to do so again`, async () => {
    for (const fixture of asking()) {
      for (const role of roles) {
        const credentials = await asMember(role, 11);
        if (isSensitive) await expectRefused(fixture, credentials, role, 'step_up_required');
        else await expectLetThrough(fixture, credentials, role);
      }
    }
  });

  test('lets a key of a service account through by its scope and the role of the account', async () => {
    for (const fixture of asking().filter((one) => !ON_A_KEY.includes(one.operation))) {
      for (const role of PROGRAM_ROLES) {
        if (needed !== null && roles.includes(role)) await expectLetThrough(fixture, withKey(keysByRole[role]), role);
        else await expectRefused(fixture, withKey(keysByRole[role]), role);
      }
    }
  });
});
