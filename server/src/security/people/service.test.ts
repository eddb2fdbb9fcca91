import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from '../../../test/people.ts';
import { inTenant } from '../../platform/tenant-door.ts';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const HOUR_MS = 3_600_000;
const send = (method: string, path: string, body: object, cookie?: string) =>
  server.send(method, `/api/v1/security${path}`, { body, headers: cookie === undefined ? {} : { cookie } });

/** Has a link sent to an address that a person wants to have, and returns its token. */
async function linkFor(person: TestPerson, email: string): Promise<string> {
  const asked = await send('PUT', '/people/me/email', { email }, await cookieOf(database.context, person));
  expect(asked.status, asked.text).toBe(204);
  const mail = (await database.mails()).findLast(({ to }) => to === email);
  return /#([\w-]{43})$/m.exec(mail?.text ?? '')?.[1] ?? '';
}

async function actsOf({ tenantId }: TestTenant): Promise<unknown[]> {
  const text = `select actor, action, target, before, after from audit_log where actor like 'person:%' order by seq`;
  return inTenant(database.context.db, tenantId, (tx) => tx.query({ text }));
}

test('an address that several people confirm at the same time is one’s, and the others are told so', async () => {
  const tokens: string[] = [];
  for (let place = 0; place < 8; place += 1) {
    // Mails to one address are limited by the hour.
    database.setNow(NOW_MS + place * HOUR_MS);
    tokens.push(await linkFor(await createTestPerson(database.context), 'wanted@people.example'));
  }
  const answers = await Promise.all(tokens.map((token) => send('POST', '/verification', { token })));
  database.setNow(NOW_MS);
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  for (const { status, text } of answers)
    if (status !== 204) expect([status, text]).toEqual([409, expect.stringContaining('Somebody else has this e-mail address by now.')]);
});

test('another name or address of a person stands in the log of every tenant that shows it, by the person’s id alone', async () => {
  const { context } = database;
  const [one, two, other] = [await createTestTenant(context), await createTestTenant(context), await createTestTenant(context)];
  const person = await createTestPerson(context);
  for (const { tenantId } of [one, two]) await addTestMember(context, person, tenantId, 'viewer');
  expect((await send('PUT', '/people/me', { name: 'Renamed' }, await cookieOf(context, person))).status).toBe(200);
  expect((await send('POST', '/verification', { token: await linkFor(person, 'renamed@people.example') })).status).toBe(204);
  const act = { actor: `person:${person.id}`, action: 'member.describe', target: person.id, before: null };
  const told = [
    { ...act, after: { field: 'name' } },
    { ...act, after: { field: 'email' } },
  ];
  expect([await actsOf(one), await actsOf(two), await actsOf(other)]).toEqual([told, told, []]);
});
