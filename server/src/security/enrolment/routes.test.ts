import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret, TOTP } from 'otpauth';
import { type Answer, startTestServer, type TestServer } from '../../../test/http.ts';
import { cookieOf, createTestPerson, type TestPerson } from '../../../test/people.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { resetFactor } from './service.ts';

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

const MINUTE_MS = 60_000;
const SECOND = '/sessions/current/second-factor';

function send(method: string, path: string, cookie: string, body?: object): Promise<Answer> {
  return server.send(method, `/api/v1/security${path}`, { headers: { cookie }, body });
}

const freshCookie = (answer: Answer) => answer.headers.getSetCookie()[0].split(';')[0];
const codeOf = (uri: string, atMs = database.context.clock()) => {
  const { searchParams } = new URL(uri);
  return new TOTP({ secret: Secret.fromBase32(searchParams.get('secret') ?? '') }).generate({ timestamp: atMs });
};
const me = async (cookie: string) => (await send('GET', '/people/me', cookie)).json as Record<string, unknown>;

interface Enrolled {
  person: TestPerson;
  cookie: string;
  uri: string;
  recoveryCodes: string[];
}

async function enrol(): Promise<Enrolled> {
  const person = await createTestPerson(database.context);
  const cookie = await cookieOf(database.context, person);
  const { uri } = (await send('POST', '/mfa/enrolment', cookie)).json as { uri: string };
  const confirmed = await send('POST', '/mfa/confirmation', cookie, { code: codeOf(uri) });
  expect(confirmed.status, confirmed.text).toBe(200);
  const { recoveryCodes } = confirmed.json as { recoveryCodes: string[] };
  return { person, cookie: freshCookie(confirmed), uri, recoveryCodes };
}

describe('setting up a second factor', () => {
  test('shows a secret as QR code and in letters, and counts only once a code of it was given', async () => {
    const person = await createTestPerson(database.context);
    const cookie = await cookieOf(database.context, person);
    const answer = await send('POST', '/mfa/enrolment', cookie);
    const { secret, uri, qrSvg } = answer.json as { secret: string; uri: string; qrSvg: string };
    expect(secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    expect(uri).toContain(`secret=${secret.replaceAll(' ', '')}`);
    expect(qrSvg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^]*<\/svg>\s*$/);
    expect(await me(cookie)).toMatchObject({ hasSecondFactor: false });
    const wrong = await send('POST', '/mfa/confirmation', cookie, { code: '000000' });
    expect(wrong).toMatchObject({ status: 400, json: { errors: [{ pointer: '/code' }] } });
    expect(await me(cookie)).toMatchObject({ hasSecondFactor: false });
  });

  test('keeps the secret sealed and the recovery codes hashed', async () => {
    const { uri, recoveryCodes } = await enrol();
    const { rows } = await database.context.db.auth.query<{ kept: string }>(
      `select (select string_agg(f::text, ' ') from totp_factors f) || (select string_agg(r::text, ' ') from recovery_codes r) as kept`,
    );
    const secret = Buffer.from(Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '').bytes);
    for (const plain of [
      secret.toString('hex'),
      secret.toString('utf8'),
      ...recoveryCodes,
      ...recoveryCodes.map((code) => code.replaceAll('-', '')),
    ])
      expect(rows[0].kept.includes(plain)).toBe(false);
    expect(rows[0].kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  test('ends the sessions that were opened without it, and gives this one a new token', async () => {
    const person = await createTestPerson(database.context);
    const [cookie, other] = [await cookieOf(database.context, person), await cookieOf(database.context, person)];
    const { uri } = (await send('POST', '/mfa/enrolment', cookie)).json as { uri: string };
    const confirmed = await send('POST', '/mfa/confirmation', cookie, { code: codeOf(uri) });
    const statuses = [cookie, other, freshCookie(confirmed)].map(async (one) => (await send('GET', '/people/me', one)).status);
    expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
    expect((await database.mails()).at(-1)).toMatchObject({ to: person.email, text: expect.stringContaining('was set up') as string });
  });

  test('uses up the code that confirmed it', async () => {
    const { person, uri } = await enrol();
    const pending = await cookieOf(database.context, person, 'pending');
    expect((await send('POST', SECOND, pending, { code: codeOf(uri) })).status).toBe(401);
    const now = database.context.clock();
    database.setNow(now + 30_000);
    expect((await send('POST', SECOND, pending, { code: codeOf(uri) })).status).toBe(200);
    database.setNow(now);
  });

  test('anew leaves the one in use until the new one is confirmed', async () => {
    const { person, cookie, uri } = await enrol();
    await send('POST', '/mfa/enrolment', cookie);
    const pending = await cookieOf(database.context, person, 'pending');
    const now = database.context.clock();
    database.setNow(now + 30_000);
    expect((await send('POST', SECOND, pending, { code: codeOf(uri) })).status).toBe(200);
    database.setNow(now);
  });

  test('asks for a recent proof, as everything about a second factor does', async () => {
    const person = await createTestPerson(database.context);
    const now = database.context.clock();
    database.setNow(now - 10 * MINUTE_MS);
    const stale = await cookieOf(database.context, person);
    database.setNow(now);
    for (const [method, path, body] of [
      ['POST', '/mfa/enrolment', undefined],
      ['POST', '/mfa/confirmation', { code: '123456' }],
      ['POST', '/mfa/recovery-codes', undefined],
      ['DELETE', '/mfa', undefined],
    ] as const)
      expect(await send(method, path, stale, body), path).toMatchObject({ status: 403, json: { code: 'step_up_required' } });
  });
});

describe('a recovery code', () => {
  test('is one of ten of a hundred bits, all different', async () => {
    const { recoveryCodes } = await enrol();
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes.map((code) => code.slice(0, 4))).size).toBe(10);
    for (const code of recoveryCodes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  test('takes the place of a code once, however it is typed, and its person is told', async () => {
    const { person, recoveryCodes } = await enrol();
    const give = async (recoveryCode: string) =>
      send('POST', SECOND, await cookieOf(database.context, person, 'pending'), { recoveryCode });
    const used = await give(recoveryCodes[3].toLowerCase().replaceAll('-', ' '));
    expect(used.status).toBe(200);
    expect(await me(freshCookie(used))).toMatchObject({ recoveryCodesLeft: 9 });
    const texts = (await database.mails()).filter(({ to }) => to === person.email).map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringContaining('recovery code was used'));
    expect((await give(recoveryCodes[3])).status).toBe(401);
    expect((await give('0000-0000-0000-0000-0000')).status).toBe(401);
    expect((await give(recoveryCodes[4])).status).toBe(200);
  });

  test('gets one in of 64 at the same time', async () => {
    const { person, recoveryCodes } = await enrol();
    const pending = await Promise.all(Array.from({ length: 64 }, () => cookieOf(database.context, person, 'pending')));
    const answers = await Promise.all(pending.map((cookie) => send('POST', SECOND, cookie, { recoveryCode: recoveryCodes[0] })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 401, 429, 503].includes(status))).toBe(true);
  });

  test('opens a factor that was locked', async () => {
    const { person, uri, recoveryCodes } = await enrol();
    await database.context.db.auth.query('update totp_factors set failures_in_a_row = 10, locked_at = now() where person_id = $1', [
      person.id,
    ]);
    const pending = () => cookieOf(database.context, person, 'pending');
    const now = database.context.clock();
    database.setNow(now + 30_000);
    expect((await send('POST', SECOND, await pending(), { code: codeOf(uri) })).status).toBe(403);
    expect((await send('POST', SECOND, await pending(), { recoveryCode: recoveryCodes[0] })).status).toBe(200);
    expect((await send('POST', SECOND, await pending(), { code: codeOf(uri) })).status).toBe(200);
    database.setNow(now);
  });

  test('gives way to new ones', async () => {
    const { person, cookie, recoveryCodes } = await enrol();
    const renewed = (await send('POST', '/mfa/recovery-codes', cookie)).json as { recoveryCodes: string[] };
    const give = async (recoveryCode: string) =>
      (await send('POST', SECOND, await cookieOf(database.context, person, 'pending'), { recoveryCode })).status;
    expect([await give(recoveryCodes[0]), await give(renewed.recoveryCodes[0])]).toEqual([401, 200]);
  });
});

describe('removing a second factor', () => {
  test('takes its recovery codes along, ends the other sessions and tells the person', async () => {
    const { person, cookie } = await enrol();
    const other = await cookieOf(database.context, person);
    expect((await send('DELETE', '/mfa', cookie)).status).toBe(204);
    expect(await me(cookie)).toMatchObject({ hasSecondFactor: false, recoveryCodesLeft: 0 });
    expect((await send('GET', '/people/me', other)).status).toBe(401);
    expect((await send('DELETE', '/mfa', cookie)).status).toBe(404);
    expect((await database.mails()).at(-1)).toMatchObject({ to: person.email, text: expect.stringContaining('was removed') as string });
  });

  test('by the operator ends every session of the person', async () => {
    const { person, cookie } = await enrol();
    await resetFactor(database.context, 'system', person.email.toUpperCase());
    expect((await send('GET', '/people/me', cookie)).status).toBe(401);
    expect(await me(await cookieOf(database.context, person))).toMatchObject({ hasSecondFactor: false });
    await expect(resetFactor(database.context, 'system', person.email)).rejects.toMatchObject({ code: 'not_found' });
    await expect(resetFactor(database.context, 'system', 'nobody@nowhere.example')).rejects.toMatchObject({ code: 'not_found' });
  });
});
