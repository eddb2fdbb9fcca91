import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, createTestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { hashSecret } from '../../platform/password-hash.ts';
import { disablePerson, enablePerson } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PASSWORD = 'a few words in a row';
const SECURITY = '/api/v1/security';
const rowsOf = async (table: string, column: string, value: string) =>
  (await world.admin.query(`select 1 from ${table} where ${column} = $1`, [value])).rowCount;

async function remember(clientId: string, personId: string): Promise<void> {
  const text = `insert into oauth_artifacts (id_hash, model, client_id, person_id, expires_at, sealed_payload)
    values (sha256(convert_to($1, 'UTF8')), 'Grant', $2, $3, now() + interval '1 day', 'x')`;
  await world.admin.query(text, [`${clientId} ${personId}`, clientId, personId]);
}

test('a person whom the operator disables is out at once, gets in by nothing, and gets in again once enabled', async () => {
  const { context } = world.database;
  const person = await createTestPerson(context, { passwordHash: await hashSecret(PASSWORD) });
  const cookie = await cookieOf(context, person);
  const me = async () => (await world.server.send('GET', `${SECURITY}/people/me`, { headers: { cookie } })).status;
  const signIn = async () => {
    const answer = await world.server.send('POST', `${SECURITY}/sessions`, { body: { email: person.email, password: PASSWORD } });
    return answer.status;
  };
  const ask = (path: string) => world.server.send('POST', `${SECURITY}${path}`, { body: { email: person.email } });
  await remember(world.mine.oauthClientId, person.id);
  await ask('/password/reset-requests');
  expect([await me(), await signIn()]).toEqual([200, 201]);
  await disablePerson(context, 'system', person.email.toUpperCase());
  await disablePerson(context, 'system', person.email);
  expect([await me(), await signIn()]).toEqual([401, 401]);
  expect(await rowsOf('oauth_artifacts', 'person_id', person.id)).toBe(0);
  expect(await rowsOf('person_links', 'person_id', person.id)).toBe(0);
  const mailed = (await world.database.mails()).length;
  await ask('/password/reset-requests');
  expect((await world.database.mails()).length).toBe(mailed);
  await enablePerson(context, 'system', person.email);
  expect([await me(), await signIn()]).toEqual([401, 201]);
  const acts = (await world.platformAudit()).filter(({ target, actor }) => target === person.id && actor === 'system');
  expect(acts.map(({ action }) => action)).toEqual(['person.disable', 'person.enable']);
  await expect(disablePerson(context, 'system', 'nobody@people.example')).rejects.toMatchObject({ code: 'not_found' });
});
