import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildOpenApi } from '../src/api/openapi-document.ts';
import { type DocumentedOperation, type OpenApiDocument, operationsOf, readOpenApi, schemaChecks } from './documented.ts';
import type { Answer } from './http.ts';
import { isPublic, type RouteFixture } from './route-fixture.ts';
import { methodOf, routeFixtures } from './routes.ts';
import { type AuditRow, openWorld, type World } from './world.ts';

const built = (await buildOpenApi()) as OpenApiDocument;
const operations = operationsOf(built);

let world: World;
let fixtures: RouteFixture[];
let check: ReturnType<typeof schemaChecks>;
beforeAll(async () => {
  world = await openWorld();
  fixtures = routeFixtures(world);
  check = schemaChecks(built);
});
afterAll(() => world.close());

function jsonSchemaOf(operation: DocumentedOperation, status: number): Record<string, unknown> | undefined {
  return operation.responses[status]?.content?.['application/json']?.schema;
}

function expectDocumented(operation: DocumentedOperation, answer: Answer): void {
  const schema = jsonSchemaOf(operation, answer.status);
  const [other] = Object.keys(operation.responses[answer.status]?.content ?? {});
  if (!schema && other !== undefined) return expect(answer.headers.get('content-type')).toContain(other);
  if (!schema) return expect(answer.text).toBe('');
  const matches = check(schema);
  matches(answer.json);
  expect(matches.errors ?? [], answer.text.slice(0, 500)).toEqual([]);
}

/** The credentials a route takes, as the document says it. */
function waysOf(fixture: RouteFixture): object[] {
  if (isPublic(fixture)) return [];
  if (fixture.isPlatform === true) return [{ operator: [] }];
  return fixture.isOwn === true ? [{ session: [] }] : [{ apiKey: [] }, { session: [] }];
}

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1, and the server answers what is generated', async () => {
    const served = await readOpenApi(world.server);
    expect(served).toEqual(built);
    const validator = new Validator();
    expect(await validator.validate({ ...served })).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  test('names every operation once', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('holds only schemas that something refers to', () => {
    const text = JSON.stringify(built);
    const unused = Object.keys(built.components.schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`));
    expect(unused).toEqual([]);
  });

  test.each(operations)('tells of %s what it does, what it answers and who may use it', (name, operation) => {
    expect(operation).toMatchObject({
      summary: expect.stringMatching(/^[A-Z].{8,}/) as string,
      tags: [expect.stringMatching(/^[A-Z]/)],
      operationId: expect.stringMatching(/^[a-z][A-Za-z]+$/) as string,
    });
    const statuses = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
    expect(statuses).toHaveLength(1);
    const [status] = statuses;
    expect(operation.responses[status].description).toMatch(/^(?!Default)\w/);
    expect(operation.responses[status].content === undefined).toBe(status === '204');
    expect(operation.responses.default.content?.['application/problem+json'].schema).toEqual({ $ref: '#/components/schemas/Problem' });
    const fixture = fixtures.find((one) => one.operation === name);
    expect(operation.security ?? built.security).toEqual(fixture === undefined ? [] : waysOf(fixture));
  });
});

/** POST requests that may be sent again as they are, and why. */
const REPEATABLE: Record<string, string> = {
  'POST /api/v1/ai/providers/{key}/test': 'each test asks anew',
  'POST /api/v1/ai/recommendations/refresh': 'a second look tells the same',
  'POST /api/v1/ai/transcriptions/{id}/retry': 'what did not fail stays as it is',
  'POST /api/v1/tracking/deliveries/{id}/replay': 'what it brought before it does not bring again',
  'POST /api/v1/tracking/imports': 'the same file answers the import that is open',
  'POST /api/v1/views': 'the same view is kept once',
  'POST /api/v1/touchpoints': 'each item has an id of its own',
  'POST /api/v1/conversions': 'each item has an id of its own',
  'POST /api/v1/platform/cost/allocations': 'the same inputs answer the split that is there',
  'POST /api/v1/platform/cost/allocations/{id}/bookings': 'what is booked is not booked again',
  'POST /api/v1/cost/allocations': 'the same inputs answer the split that is there',
  'POST /api/v1/cost/usage': 'each item has an id of its own',
  'POST /api/v1/cost/reservations/{id}/settle': 'the first settlement counts',
  'POST /api/v1/cost/reservations/{id}/keep': 'what is kept stays kept',
  'POST /api/v1/conversions/{id}/refunds': 'each item has an id of its own',
  'POST /api/v1/attribution/credit': 'stores nothing',
  'POST /api/v1/catalog/import': 'a line that says what is stored already changes nothing',
  'POST /api/v1/shows/{key}/refresh': 'a feed that was read twice says the same',
  'POST /api/v1/tenants/{id}/export': 'an export changes nothing',
  'POST /api/v1/tenants/{id}/sample': 'sample data that is there stays as it is',
  'POST /api/v1/tenants/{id}/close': 'a closed tenant stays as it is',
  'POST /api/v1/tenants/{id}/reactivate': 'an active tenant stays as it is',
  'POST /api/v1/platform/sessions': 'a code works once',
  'POST /api/v1/platform/tenants': 'a slug is taken once',
  'POST /api/v1/platform/tenants/{id}/suspend': 'a suspended tenant stays as it is',
  'POST /api/v1/platform/tenants/{id}/reactivate': 'an active tenant stays as it is',
  'POST /api/v1/platform/tenants/{id}/close': 'a closed tenant stays as it is',
  'POST /api/v1/tracking/survey-answers': 'each answer has an id of its own',
  'POST /api/v1/tracking/requests': 'ids make them safe to repeat',
  'POST /api/v1/shares/received': 'the same tenant may enter a code again and again',
  'POST /api/v1/security/people/me/deletion': 'the newest code counts',
  'POST /api/v1/security/people/me/deletion/confirmation': 'a code works once',
  'POST /api/v1/security/privacy-requests/{id}/verify': 'done once, it stays as it is',
  'POST /api/v1/security/privacy-requests/{id}/extend': 'done once, it stays as it is',
  'POST /api/v1/security/privacy-requests/{id}/refuse': 'done once, it stays as it is',
  'POST /api/v1/security/privacy-requests/{id}/end': 'done once, it stays as it is',
  'POST /api/v1/security/sessions': 'whoever signs in twice wants two sessions',
  'POST /api/v1/security/sessions/current/second-factor': 'a code works once',
  'POST /api/v1/security/sessions/current/step-up': 'a code works once',
  'POST /api/v1/security/password/reset-requests': 'a link takes the place of the one before',
  'POST /api/v1/security/password/resets': 'a link works once',
  'POST /api/v1/security/verification': 'a link works once',
  'POST /api/v1/security/verification/requests': 'a link takes the place of the one before',
  'POST /api/v1/invitations/look-up': 'stores nothing',
  'POST /api/v1/invitations/accept': 'an invitation works once',
  'POST /api/v1/security/mfa/enrolment': 'a secret that waits takes the place of the one before',
  'POST /api/v1/security/mfa/confirmation': 'a code works once',
  'POST /api/v1/security/mfa/recovery-codes': 'codes take the place of those before',
};

test.each(operations.filter(([name]) => name.startsWith('POST ')))('%s takes an Idempotency-Key, or may be repeated', (name, operation) => {
  const headers = (operation.parameters ?? []).filter((parameter) => parameter.in === 'header').map((parameter) => parameter.name);
  expect(headers.includes('idempotency-key')).toBe(REPEATABLE[name] === undefined);
});

test('every route has a fixture, and every fixture a route', () => {
  expect(fixtures.map(({ operation }) => operation).sort()).toEqual(operations.map(([name]) => name).sort());
});

test.each(operations)('%s answers exactly what is documented, and records a change once', async (name, operation) => {
  const fixture = fixtures.find((one) => one.operation === name);
  if (!fixture) throw new Error(`server/test/routes.ts has no fixture for ${name}`);
  const before = await world.auditOf(world.mine);
  const platformBefore = await world.platformAudit();
  const { path, body } = fixture.valid;
  const sent = fixture.prepare ? await fixture.prepare() : { key: world.mine.apiKey };
  const preparedAudit = (await world.platformAudit()).length - platformBefore.length;
  const answer = await world.server.send(methodOf(fixture), path, { body, ...sent });
  expect(answer.status, answer.text).toBe(fixture.status);
  expectDocumented(operation, answer);
  const added = (await world.auditOf(world.mine)).slice(before.length);
  const actions = (rows: AuditRow[]) => rows.map(({ action }) => action).filter((action) => !fixture.auditedBeside?.test(action));
  const addedToPlatform = (await world.platformAudit()).slice(platformBefore.length + preparedAudit);
  const audited = fixture.audited === undefined ? [] : [fixture.audited];
  expect([actions(added), actions(addedToPlatform)]).toEqual(fixture.permission === undefined ? [[], audited] : [audited, []]);
  for (const { actor } of added) expect(actor).toMatch(/^(api_key|member):[0-9a-f-]{36}$/);
  expect(await world.auditOf(world.theirs)).not.toContainEqual(expect.objectContaining({ actor: added[0]?.actor ?? 'nobody' }));
  await fixture.undo?.();
});

test.each([
  ['GET /api/v1/attribution/report', '/attribution/report?groupBy=day&creditDate=touchpoint&exclude=priorCustomers,utm:x&currency=EUR'],
  ['GET /api/v1/attribution/report', '/attribution/report?model=time_decay&from=2026-11-10T05:00:00Z&to=2026-11-12&newCustomersOnly=true'],
  ['GET /api/v1/attribution/compare', '/attribution/compare?models=linear,first_touch&groupBy=episode&minEvidence=user_id'],
  ['GET /api/v1/attribution/conversions/{id}/explanation', '/attribution/conversions/order-of-mine%2Ffree/explanation?model=last_touch'],
  ['GET /api/v1/conversions', '/conversions'],
  ['GET /api/v1/security/sessions/current', '/security/sessions/current'],
])('%s answers what is documented for %s too', async (name, path) => {
  const operation = operations.find(([one]) => one === name)?.[1];
  const answer = await world.send('GET', path);
  expect(answer.status, answer.text).toBe(200);
  expectDocumented(operation as DocumentedOperation, answer);
});

test('problems are documented too, with the members they add', async () => {
  const matches = check(built.components.schemas.Problem);
  for (const answer of [
    await world.send('GET', '/nothing'),
    await world.send('GET', '/campaigns?limit=0'),
    await world.send('POST', '/touchpoints', { body: { touchpoints: [{}, { id: 'x' }] } }),
  ]) {
    matches(answer.json);
    expect(matches.errors ?? []).toEqual([]);
  }
});
