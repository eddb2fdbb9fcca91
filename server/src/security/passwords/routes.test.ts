import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../../test/http.ts';
import { cookieOf, createTestPerson, giveTestFactor, idOfSession, type TestPerson } from '../../../test/people.ts';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { openTestDatabase, PUBLIC_URL, type TestDatabase } from '../../../test/database.ts';
import { hashSecret } from '../../platform/password-hash.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { resetFactor } from '../enrolment/service.ts';
import { confirmFactor, upsertCandidate } from '../mfa/store.ts';
import { createPerson } from '../people/service.ts';
import { lockPerson, updatePassword } from '../people/store.ts';

let database: TestDatabase;
let server: TestServer;
let passwordHash: string;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context, { trustedProxies: ['127.0.0.1'] });
  passwordHash = await hashSecret(PASSWORD);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const PASSWORD = 'a few words in a row';
const OTHER = 'other words that nobody knows';
const HOUR_MS = 3_600_000;

let address = 0;
/** Sends from an address of its own, so that no test uses up what another may ask for. */
function send(method: string, path: string, body: object, cookie?: string): Promise<Answer> {
  const headers: Record<string, string> = {
    'x-forwarded-for': `198.51.100.${(address += 1)}`,
    ...(cookie === undefined ? {} : { cookie }),
  };
  return server.send(method, `/api/v1/security${path}`, { body, headers });
}

const personWithPassword = () => createTestPerson(database.context, { passwordHash });
const signIn = (email: string, password: string) => send('POST', '/sessions', { email, password });
const statusOf = async (cookie: string) => (await server.send('GET', '/api/v1/security/people/me', { headers: { cookie } })).status;
const mailsTo = async ({ email }: Pick<TestPerson, 'email'>) => (await database.mails()).filter(({ to }) => to === email);

/** The token in the newest mail to somebody. */
async function tokenFor(person: Pick<TestPerson, 'email'>): Promise<string> {
  const text = (await mailsTo(person)).at(-1)?.text ?? '';
  return /#([\w-]{43})$/m.exec(text)?.[1] ?? '';
}

async function asked(): Promise<{ person: TestPerson; token: string }> {
  const person = await personWithPassword();
  expect((await send('POST', '/password/reset-requests', { email: person.email })).status).toBe(204);
  return { person, token: await tokenFor(person) };
}

async function atTime<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const now = database.context.clock();
  database.setNow(ms);
  try {
    return await work();
  } finally {
    database.setNow(now);
  }
}

describe('asking for a new password', () => {
  test('is answered the same, and no sooner than after a fixed time, whether or not there is such a person', async () => {
    const person = await personWithPassword();
    const answers = [];
    for (const email of [person.email, 'nobody@nowhere.example']) {
      const startedAt = performance.now();
      const answer = await send('POST', '/password/reset-requests', { email });
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(299);
      answers.push([answer.status, answer.text, answer.headers.getSetCookie()]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect((await mailsTo(person)).map(({ subject }) => subject)).toEqual(['Choose a new password for Earshot']);
    expect(await mailsTo({ email: 'nobody@nowhere.example' })).toEqual([]);
  });

  test('mails a link whose token only the mail holds, where no server sees it', async () => {
    const { person, token } = await asked();
    expect((await mailsTo(person)).at(-1)?.text).toContain(`${PUBLIC_URL}/choose-password#${token}`);
    const rows = await database.context.db.auth.query<{ kept: string }>('select string_agg(l::text, chr(10)) as kept from person_links l');
    expect(rows.rows[0].kept).not.toContain(token);
  });

  test('sends one address three mails an hour, and lets one asker ask for twenty', async () => {
    const person = await personWithPassword();
    for (let count = 0; count < 5; count += 1) await send('POST', '/password/reset-requests', { email: person.email });
    expect(await mailsTo(person)).toHaveLength(3);
    const one = (count: number) =>
      server.send('POST', '/api/v1/security/password/reset-requests', {
        body: { email: `nobody-${count}@nowhere.example` },
        headers: { 'x-forwarded-for': '203.0.113.200' },
      });
    const answers = await Promise.all(Array.from({ length: 21 }, (_, count) => one(count)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  test('is kept from nobody by mails of another kind that strangers asked for, sent or not', async () => {
    const [verified, unverified] = [await personWithPassword(), await personWithPassword()];
    await database.context.db.auth.query('update people set email_verified_at = null where id = $1', [unverified.id]);
    for (const { email } of [verified, unverified]) {
      for (let count = 0; count < 5; count += 1) await send('POST', '/verification/requests', { email });
      await send('POST', '/password/reset-requests', { email });
    }
    const subjects = async (person: TestPerson) => (await mailsTo(person)).map(({ subject }) => subject);
    expect(await subjects(verified)).toEqual(['Choose a new password for Earshot']);
    const confirm = 'Confirm your e-mail address for Earshot';
    expect(await subjects(unverified)).toEqual([confirm, confirm, confirm, 'Choose a new password for Earshot']);
  });
});

describe('choosing a password by a mailed link', () => {
  test('works once, ends every session of the person, and tells them', async () => {
    const { person, token } = await asked();
    const cookies = [await cookieOf(database.context, person), await cookieOf(database.context, person)];
    expect((await send('POST', '/password/resets', { token, password: OTHER })).status).toBe(204);
    for (const cookie of cookies) expect(await statusOf(cookie)).toBe(401);
    expect([(await signIn(person.email, PASSWORD)).status, (await signIn(person.email, OTHER)).status]).toEqual([401, 201]);
    expect((await mailsTo(person)).map(({ subject }) => subject)).toContain('Your Earshot password was changed');
    const again = await send('POST', '/password/resets', { token, password: 'yet another few words' });
    expect(again).toMatchObject({ status: 400, json: { errors: [{ pointer: '/token' }] } });
  });

  test('works for one of 16 at the same time', async () => {
    const { token } = await asked();
    const answers = await Promise.all(Array.from({ length: 16 }, () => send('POST', '/password/resets', { token, password: OTHER })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, ...Array.from({ length: 15 }, () => 400)]);
  });

  test('is over after an hour, and once another was asked for', async () => {
    const { person, token } = await asked();
    const later = database.context.clock() + HOUR_MS;
    expect((await atTime(later, () => send('POST', '/password/resets', { token, password: OTHER }))).status).toBe(400);
    await send('POST', '/password/reset-requests', { email: person.email });
    expect((await send('POST', '/password/resets', { token, password: OTHER })).status).toBe(400);
    expect((await send('POST', '/password/resets', { token: await tokenFor(person), password: OTHER })).status).toBe(204);
  });

  test('does not take a link for something else, nor one of nobody', async () => {
    const person = await personWithPassword();
    const cookie = await cookieOf(database.context, person);
    expect((await send('PUT', '/people/me/email', { email: 'elsewhere@people.example' }, cookie)).status).toBe(204);
    const token = await tokenFor({ email: 'elsewhere@people.example' });
    expect(token).not.toBe('');
    for (const other of [token, 'x', 'A'.repeat(43)])
      expect((await send('POST', '/password/resets', { token: other, password: OTHER })).status).toBe(400);
  });

  test('refuses a weak password and keeps the link', async () => {
    const { person, token } = await asked();
    for (const password of ['short', 'password1234', person.email]) {
      const answer = await send('POST', '/password/resets', { token, password });
      expect(answer, password).toMatchObject({ status: 400, json: { errors: [{ pointer: '/password' }] } });
    }
    expect((await send('POST', '/password/resets', { token, password: OTHER })).status).toBe(204);
  });

  test('leaves the second factor where it is', async () => {
    const { person, token } = await asked();
    await giveTestFactor(database.context, person);
    await send('POST', '/password/resets', { token, password: OTHER });
    expect((await signIn(person.email, OTHER)).json).toMatchObject({ needs: 'second_factor' });
  });

  test('opens an account that strangers guessed at', async () => {
    const person = await personWithPassword();
    await Promise.all(Array.from({ length: 51 }, () => signIn(person.email, 'guess')));
    expect((await signIn(person.email, PASSWORD)).status).toBe(429);
    await send('POST', '/password/reset-requests', { email: person.email });
    await send('POST', '/password/resets', { token: await tokenFor(person), password: OTHER });
    expect((await signIn(person.email, OTHER)).status).toBe(201);
  });
});

describe('changing a password', () => {
  const change = (cookie: string, body: object) => send('PUT', '/password', body, cookie);

  test('asks for the present one, ends the other sessions and gives this one a new token', async () => {
    const person = await personWithPassword();
    const [mine, other] = [await cookieOf(database.context, person), await cookieOf(database.context, person)];
    const wrong = await change(mine, { currentPassword: 'not my password', newPassword: OTHER });
    expect(wrong).toMatchObject({ status: 400, json: { errors: [{ pointer: '/currentPassword' }] } });
    expect(await change(mine, { newPassword: OTHER })).toMatchObject({ status: 400 });
    const changed = await change(mine, { currentPassword: PASSWORD, newPassword: OTHER });
    expect(changed.status).toBe(204);
    const fresh = changed.headers.getSetCookie()[0].split(';')[0];
    expect([await statusOf(mine), await statusOf(other), await statusOf(fresh)]).toEqual([401, 401, 200]);
    expect((await signIn(person.email, OTHER)).status).toBe(201);
  });

  test('refuses a weak one', async () => {
    const cookie = await cookieOf(database.context, await personWithPassword());
    const answer = await change(cookie, { currentPassword: PASSWORD, newPassword: 'qwertyuiopas' });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ pointer: '/newPassword' }] } });
  });

  test('cannot be used to guess the present one', async () => {
    const cookie = await cookieOf(database.context, await personWithPassword());
    const one = () =>
      server.send('PUT', '/api/v1/security/password', {
        body: { currentPassword: 'guess', newPassword: OTHER },
        headers: { cookie, 'x-forwarded-for': '203.0.113.201' },
      });
    const statuses = [];
    for (let count = 0; count < 11; count += 1) statuses.push((await one()).status);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('changing a password with a second factor', () => {
  const MINUTE_MS = 60_000;
  const change = (cookie: string) => send('PUT', '/password', { currentPassword: PASSWORD, newPassword: OTHER }, cookie);
  async function withFactor() {
    const person = await personWithPassword();
    await giveTestFactor(database.context, person);
    return { person, cookie: await cookieOf(database.context, person) };
  }

  test('asks for the factor as well, once that was given more than ten minutes ago', async () => {
    const { person, cookie } = await withFactor();
    const later = database.context.clock() + 11 * MINUTE_MS;
    expect(await atTime(later, () => change(cookie))).toMatchObject({ status: 403, json: { code: 'step_up_required' } });
    expect((await signIn(person.email, PASSWORD)).status).toBe(201);
  });

  test('does not count as giving the factor', async () => {
    const { cookie } = await withFactor();
    const nowMs = database.context.clock();
    const changed = await atTime(nowMs + 9 * MINUTE_MS, () => change(cookie));
    expect(changed.status).toBe(204);
    const fresh = changed.headers.getSetCookie()[0].split(';')[0];
    const ask = () => send('PUT', '/people/me/email', { email: 'next@people.example' }, fresh);
    expect(await atTime(nowMs + 11 * MINUTE_MS, ask)).toMatchObject({ status: 403, json: { code: 'step_up_required' } });
  });
});

describe('a change of address that waits for its link to be followed', () => {
  async function waiting() {
    const person = await personWithPassword();
    const cookie = await cookieOf(database.context, person);
    const email = `thief-${person.id}@people.example`;
    expect((await send('PUT', '/people/me/email', { email }, cookie)).status).toBe(204);
    return { person, cookie, token: await tokenFor({ email }) };
  }
  type Waiting = Awaited<ReturnType<typeof waiting>>;

  test.each<[string, (one: Waiting) => Promise<unknown>]>([
    [
      'the password is chosen anew by mail',
      async ({ person }) => {
        await send('POST', '/password/reset-requests', { email: person.email });
        expect((await send('POST', '/password/resets', { token: await tokenFor(person), password: OTHER })).status).toBe(204);
      },
    ],
    [
      'the password is changed',
      async ({ cookie }) =>
        expect((await send('PUT', '/password', { currentPassword: PASSWORD, newPassword: OTHER }, cookie)).status).toBe(204),
    ],
    [
      'the operator removes the second factor',
      async ({ person }) => {
        await giveTestFactor(database.context, person);
        await resetFactor(database.context, 'system', person.email);
      },
    ],
    [
      'the other sessions are ended',
      async ({ person }) => {
        const cookie = await cookieOf(database.context, person);
        expect((await server.send('DELETE', '/api/v1/security/sessions', { headers: { cookie } })).status).toBe(204);
      },
    ],
    [
      'the session that asked is ended',
      async ({ person, cookie }) => {
        const path = `/api/v1/security/sessions/${await idOfSession(database.context, cookie)}`;
        const mine = await cookieOf(database.context, person);
        expect((await server.send('DELETE', path, { headers: { cookie: mine } })).status).toBe(204);
      },
    ],
  ])('is off once %s', async (_, recover) => {
    const one = await waiting();
    await recover(one);
    expect(await send('POST', '/verification', { token: one.token })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '/token' }] },
    });
    const { rows } = await database.context.db.auth.query('select email from people where id = $1', [one.person.id]);
    expect(rows).toEqual([{ email: one.person.email }]);
  });
});

describe('a sign-in that is under way', () => {
  /** What a right password is answered when `change` happens to its person after the password was looked at. */
  async function signInDuring(change: (tx: AuthTx, person: TestPerson) => Promise<unknown>): Promise<Answer> {
    const person = await personWithPassword();
    const { coming } = await inAuth(database.context.db, async (tx) => {
      await change(tx, person);
      const answer = signIn(person.email, PASSWORD);
      await expect.poll(() => waitingSessions(database.context.db.app), { interval: 20 }).toBe(1);
      return { coming: answer };
    });
    return coming;
  }

  test('with the password before comes to nothing', async () => {
    const fresh = await hashSecret(OTHER);
    const answer = await signInDuring((tx, { id }) => updatePassword(tx, id, fresh));
    expect(answer).toMatchObject({ status: 401, json: { code: 'unauthenticated' } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test('at an account that is disabled meanwhile comes to nothing', async () => {
    const text = 'update people set disabled_at = now() where id = $1';
    expect((await signInDuring((tx, { id }) => tx.query({ text, values: [id] }))).status).toBe(401);
  });

  test('waits for a second factor that is set up meanwhile', async () => {
    const answer = await signInDuring(async (tx, { id }) => {
      await lockPerson(tx, id);
      await upsertCandidate(tx, id, Buffer.alloc(20), 0);
      await confirmFactor(tx, id, { sealedSecret: Buffer.alloc(20), step: 0, nowMs: 0 });
    });
    expect(answer).toMatchObject({ status: 201, json: { needs: 'second_factor' } });
  });
});

describe('a person whom the operator makes', () => {
  test('chooses their password by a link that works for seven days, and with it confirms their address', async () => {
    await createPerson(database.context, 'system', { email: 'New.Person@People.example', name: 'New Person' });
    const email = 'new.person@people.example';
    expect((await mailsTo({ email })).map(({ subject }) => subject)).toEqual(['Your Earshot account']);
    const token = await tokenFor({ email });
    const later = database.context.clock() + 7 * 24 * HOUR_MS;
    const choose = () => send('POST', '/password/resets', { token, password: PASSWORD });
    expect((await atTime(later, choose)).status).toBe(400);
    expect((await atTime(later - 1, choose)).status).toBe(204);
    expect((await signIn(email, PASSWORD)).status).toBe(201);
  });

  test('has an address that nobody has', async () => {
    const { email } = await personWithPassword();
    await expect(createPerson(database.context, 'system', { email: email.toUpperCase(), name: 'Again' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('an e-mail address', () => {
  test('becomes a person’s when they follow the link sent to it; the one before is told, and every session ends', async () => {
    const person = await personWithPassword();
    const cookie = await cookieOf(database.context, person);
    const email = 'moved@people.example';
    expect((await send('PUT', '/people/me/email', { email: ' Moved@People.example ' }, cookie)).status).toBe(204);
    expect((await signIn(email, PASSWORD)).status).toBe(401);
    const token = await tokenFor({ email });
    expect((await send('POST', '/verification', { token })).status).toBe(204);
    expect([(await signIn(email, PASSWORD)).status, (await signIn(person.email, PASSWORD)).status]).toEqual([201, 401]);
    expect(await statusOf(cookie)).toBe(401);
    expect((await mailsTo(person)).at(-1)?.subject).toBe('The e-mail address of your Earshot account was changed');
    expect((await send('POST', '/verification', { token })).status).toBe(400);
  });

  test('of somebody else is neither taken nor told of', async () => {
    const [person, other] = [await personWithPassword(), await personWithPassword()];
    const cookie = await cookieOf(database.context, person);
    const [taken, free] = [
      await send('PUT', '/people/me/email', { email: other.email }, cookie),
      await send('PUT', '/people/me/email', { email: 'free@people.example' }, cookie),
    ];
    expect([taken.status, taken.text]).toEqual([free.status, free.text]);
    expect(await mailsTo(other)).toEqual([]);
  });

  test('that is not verified is sent its link once more; the answer is the same for any other', async () => {
    await createPerson(database.context, 'system', { email: 'unverified@people.example', name: 'Un Verified' });
    const verified = await personWithPassword();
    const ask = (email: string) => send('POST', '/verification/requests', { email });
    const answers = [await ask('unverified@people.example'), await ask(verified.email), await ask('nobody@nowhere.example')];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await mailsTo({ email: 'unverified@people.example' })).map(({ subject }) => subject)).toEqual([
      'Your Earshot account',
      'Confirm your e-mail address for Earshot',
    ]);
    expect(await mailsTo(verified)).toEqual([]);
  });
});
