import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildOpenApi } from '../src/api/openapi-document.ts';
import { UNSTORABLE_DETAIL } from '../src/api/problem.ts';
import { PERMISSIONS, SCOPES } from '../src/tenants/authorize.ts';
import { operationsOf, type OpenApiDocument } from './documented.ts';
import { type Answer, type Sending, startTestServer, type TestServer } from './http.ts';
import { isPublic, type Request, type RouteFixture } from './route-fixture.ts';
import { methodOf, routeFixtures } from './routes.ts';
import { openWorld, type World } from './world.ts';

/** What speaks of the machinery behind the answer. */
const INSIDES =
  /\b(select|insert into|update|delete from)\b.*\b(from|values|set|where)\b|sqlstate|constraint|relation "|postgres|modules\/|\.[jt]s:\d/i;
const GARBLED = 'earshot_live_000000000000000000000000000000000000';
const BODIES: [string, string][] = [
  ['truncated JSON', '{"a":'],
  ['a list', '[]'],
  ['a number', '5'],
  ['a text', '"{}"'],
  ['a field nobody knows', '{"nobodyKnowsThisField":1}'],
];

/** What may stand behind an id in a path. */
const AFTER_ID = [
  'bookings',
  'onboarding',
  'sample',
  'lines',
  'series',
  'feedback',
  'segments',
  'parts/1',
  'parts/3',
  'rejects',
  'rejects/csv',
  'retry',
  'analysis',
  'evidence',
  'calibration',
  'versions',
  'difference',
  'readout',
  'state',
  'keys',
  'sessions',
  'codes',
  'qr',
  'pacing',
  'refunds',
  'explanation',
  'explanation-links',
  'history',
  'report',
  'manifest',
  'acceptance',
  'rotate',
  'send',
  'settings',
  'settle',
  'keep',
  'brand',
  'quotas',
  'flags',
  'export',
  'suspend',
  'close',
  'reactivate',
  'secrets',
  'verify',
  'extend',
  'refuse',
  'end',
  'ping',
  'deliveries',
  'mapping',
  'refresh',
  'content',
  'replay',
  'credits',
  'verification',
  'comparison',
  'test',
];

const operations = operationsOf((await buildOpenApi()) as OpenApiDocument);

let world: World;
let server: TestServer;
let fixtures: Map<string, RouteFixture>;
beforeAll(async () => {
  world = await openWorld();
  server = await startTestServer(world.database.context, { trustedProxies: ['127.0.0.1'] });
  fixtures = new Map(routeFixtures(world).map((fixture) => [fixture.operation, fixture]));
});
afterAll(async () => {
  await server.close();
  await world.close();
});

let requests = 0;

/** Sends as if from many addresses: one alone may not send so much without valid credentials. */
function send(method: string, path: string, sending: Sending = {}): Promise<Answer> {
  requests += 1;
  const headers = { 'x-forwarded-for': `198.51.100.${Math.floor(requests / 500)}`, ...sending.headers };
  return server.send(method, path, { ...sending, headers });
}

function fixtureOf(operation: string): RouteFixture {
  const fixture = fixtures.get(operation);
  if (!fixture) throw new Error(`server/test/routes.ts has no fixture for ${operation}`);
  return fixture;
}

/** How many rows preparing has left, by table. */
const preparedRows: Record<string, number> = {};

async function prepared(prepare: NonNullable<RouteFixture['prepare']>): Promise<Sending> {
  const before = await world.rowCounts();
  const sent = await prepare();
  for (const [table, count] of Object.entries(await world.rowCounts()))
    preparedRows[table] = (preparedRows[table] ?? 0) + count - before[table];
  return sent;
}

/** Sends what a fixture needs, with another path or body; a key of the test's own takes the place of what was prepared. */
async function ask(fixture: RouteFixture, { path, body }: Request, key?: string): Promise<Answer> {
  const sent: Sending = key === undefined && fixture.prepare ? await prepared(fixture.prepare) : { key: key ?? world.mine.apiKey };
  return send(methodOf(fixture), path, { ...sent, body });
}

function expectProblem(answer: Answer, status: number): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.json).toMatchObject({
    type: expect.stringMatching(/^urn:earshot:problem:\w+$/) as string,
    title: expect.stringMatching(/\w/) as string,
    status,
    code: expect.stringMatching(/^[a-z_]+$/) as string,
    detail: expect.stringMatching(/^[A-Za-z"].{9,}\.$/) as string,
  });
  expect(answer.text).not.toMatch(INSIDES);
  expect(answer.text).not.toContain(world.theirs.tenantId);
  expect(answer.text).not.toContain(UNSTORABLE_DETAIL);
}

describe.each(operations.map(([operation]) => operation))('%s', (operation) => {
  test('refuses missing, garbled, unknown and revoked credentials in the same words', async () => {
    const fixture = fixtureOf(operation);
    if (isPublic(fixture)) return expect(fixture.status).toBeLessThan(300);
    const anonymous = await send(methodOf(fixture), fixture.valid.path, { body: fixture.valid.body });
    expectProblem(anonymous, 401);
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="earshot"');
    for (const key of [GARBLED, 'x', `${world.mine.apiKey}x`, world.mine.revokedKey, world.mine.apiKey.toUpperCase()])
      expect((await ask(fixture, fixture.valid, key)).text).toBe(anonymous.text);
    for (const authorization of ['', 'Bearer', `Basic ${world.mine.apiKey}`, world.mine.apiKey, `Bearer ${world.mine.apiKey} x`]) {
      const answer = await send(methodOf(fixture), fixture.valid.path, {
        body: fixture.valid.body,
        headers: { authorization },
      });
      expect(answer.text, authorization).toBe(anonymous.text);
    }
  });

  test('refuses every key without the scope it needs, and names the scope', async () => {
    const fixture = fixtureOf(operation);
    if (isPublic(fixture) || fixture.isPlatform) return expect(fixture.status).toBeLessThan(300);
    const needed = fixture.permission === undefined ? null : PERMISSIONS[fixture.permission].scope;
    const words = needed === null ? 'Only a person' : `"${needed}"`;
    for (const scope of SCOPES.filter((one) => one !== needed)) {
      const answer = await ask(fixture, fixture.valid, world.mine.keys[scope]);
      expectProblem(answer, 403);
      expect(answer.json).toMatchObject({ code: 'forbidden', detail: expect.stringContaining(words) as string });
    }
  });

  test('answers 404 alike for what is not there and for what another tenant has', async () => {
    const fixture = fixtureOf(operation);
    if (!fixture.absent) return expect(operation).not.toMatch(/^(GET|POST) .*\{/);
    const absent = await ask(fixture, fixture.absent);
    expectProblem(absent, 404);
    if (!fixture.foreign) return expect(fixture.isPlatform).toBe(true);
    expect((await ask(fixture, fixture.foreign)).text).toBe(absent.text);
  });

  test('says what is wrong with an id that cannot be one', async () => {
    const fixture = fixtureOf(operation);
    if (fixture.malformed === undefined) return expect(operation).not.toContain('{');
    const { body } = fixture.valid;
    expectProblem(await ask(fixture, { path: fixture.malformed, body }), 400);
    const [path] = fixture.valid.path.split('?');
    const nul = path.replace(new RegExp(`(?<=/)[^/]*(?=/(${AFTER_ID.join('|')})$|$)`), '%00');
    expectProblem(await ask(fixture, { path: nul, body }), 400);
  });

  test('says what is wrong with a body it cannot use', async () => {
    const fixture = fixtureOf(operation);
    if (fixture.valid.body === undefined)
      return expect(operation).toMatch(/^(GET|DELETE) |\/mfa\/(enrolment|recovery-codes)$|\/recommendations\/refresh$/);
    for (const [what, body] of BODIES) {
      const answer = await ask(fixture, { ...fixture.valid, body });
      expectProblem(answer, 400);
      expect((answer.json as { detail: string }).detail, what).toMatch(/JSON|object|field|body|missing/);
    }
    const { path, body } = fixture.valid;
    const sent: Sending = fixture.prepare ? await prepared(fixture.prepare) : { key: world.mine.apiKey };
    const headers = { ...sent.headers, 'content-type': 'text/plain' };
    const text = await send(methodOf(fixture), path, { ...sent, body: JSON.stringify(body), headers });
    expectProblem(text, 415);
  });

  test('refuses a parameter it does not know, by name', async () => {
    const fixture = fixtureOf(operation);
    if (!operation.includes('/api/')) return expect(operation).toMatch(/^GET \/(health|ready)$/);
    const path = `${fixture.valid.path}${fixture.valid.path.includes('?') ? '&' : '?'}`;
    for (const query of ['nobodyKnowsThis=1', 'nobodyKnowsThis=', '__proto__=1']) {
      const answer = await ask(fixture, { path: `${path}${query}`, body: fixture.valid.body });
      expectProblem(answer, 400);
      const [name] = query.split('=');
      expect(answer.json).toMatchObject({ detail: `Unknown parameter "${name}"; remove it.`, errors: [{ pointer: `/${name}` }] });
    }
  });
});

test('nothing of all that was stored or recorded', async () => {
  const fresh = await openWorld();
  try {
    // That a revoked key was sent is an event of its tenant, whatever it was sent for.
    const counts = async (of: World) => ({ ...(await of.rowCounts()), security_events: 0 });
    const left = Object.entries(await counts(world)).map(([table, count]) => [table, count - (preparedRows[table] ?? 0)]);
    expect({ ...Object.fromEntries(left), security_events: 0 }).toEqual(await counts(fresh));
  } finally {
    await fresh.close();
  }
});

test('an address or a method that nothing answers to is refused with what there is instead', async () => {
  const unknown = await world.send('GET', '/nothing');
  expectProblem(unknown, 404);
  expectProblem(await send('GET', '/nothing'), 404);
  const wrong = await world.send('POST', '/campaigns', { body: {} });
  expectProblem(wrong, 405);
  expect(wrong.headers.get('allow')).toBe('GET, HEAD');
  expect(wrong.json).toMatchObject({ code: 'method_not_allowed', detail: expect.stringContaining('GET, HEAD') as string });
  expectProblem(await world.send('PATCH', '/campaigns/x/codes/y', { body: {} }), 405);
  expectProblem(await send('DELETE', '/health'), 405);
});

test('a fault of ours stays opaque, and nothing of the request is kept', async () => {
  await world.admin.query(
    `create function refuse_audit() returns trigger language plpgsql as 'begin raise exception ''the secret reason''; end'`,
  );
  await world.admin.query('create trigger refuse before insert on audit_log for each row execute function refuse_audit()');
  try {
    const audited = [...fixtures.values()].filter(({ audited: action, permission }) => action !== undefined && permission !== undefined);
    expect(audited.length).toBeGreaterThan(5);
    for (const fixture of audited) {
      const sent = fixture.prepare ? await prepared(fixture.prepare) : { key: world.mine.apiKey };
      const before = await world.rowCounts();
      const answer = await send(methodOf(fixture), fixture.valid.path, { body: fixture.valid.body, ...sent });
      expect(answer.status, fixture.operation).toBe(500);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.json).toMatchObject({ code: 'internal', status: 500, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
      expect(answer.text).not.toMatch(/secret reason|audit/);
      expect({ ...(await world.rowCounts()), security_events: before.security_events }, fixture.operation).toEqual(before);
    }
  } finally {
    await world.admin.query('drop function refuse_audit cascade');
  }
});
