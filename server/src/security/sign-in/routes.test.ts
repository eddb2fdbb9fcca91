import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../../test/http.ts';
import { addTestMember, cookieOf, createTestPerson, giveTestFactor, type TestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { hashSecret } from '../../platform/password-hash.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import { findById } from '../people/store.ts';

let world: World;
let proxied: TestServer;
beforeAll(async () => {
  world = await openWorld();
  proxied = await startTestServer(world.database.context, { trustedProxies: ['127.0.0.1'] });
});
afterAll(async () => {
  await proxied.close();
  await world.close();
});

const SESSIONS = '/api/v1/security/sessions';
const PASSWORD = 'a few words in a row';
const MINUTE_MS = 60_000;

let address = 0;
/** Every test signs in from an address of its own, so that none uses up another's guesses. */
const nextAddress = () => `198.51.100.${(address += 1)}`;

interface From {
  from?: string;
  cookie?: string;
}

function post(path: string, body: object, { from = nextAddress(), cookie }: From = {}): Promise<Answer> {
  const headers: Record<string, string> = { 'x-forwarded-for': from, ...(cookie === undefined ? {} : { cookie }) };
  return proxied.send('POST', path, { body, headers });
}

const signIn = (email: string, password = PASSWORD, sending: From = {}) => post(SESSIONS, { email, password }, sending);
const get = (path: string, cookie: string) => proxied.send('GET', path, { headers: { cookie } });

/** The cookies an answer sets, as a browser sends them back. */
function cookiesOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

async function personWithPassword(): Promise<TestPerson> {
  const person = await createTestPerson(world.database.context, { passwordHash: await hashSecret(PASSWORD) });
  await addTestMember(world.database.context, person, world.mine.tenantId, 'analyst');
  return person;
}

async function eventsOf({ id }: TestPerson): Promise<string[]> {
  const text = 'select kind from security_events where actor = $1 order by occurred_at, id';
  return (await world.admin.query<{ kind: string }>(text, [`person:${id}`])).rows.map(({ kind }) => kind);
}

async function atTime<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const now = world.database.context.clock();
  world.database.setNow(ms);
  try {
    return await work();
  } finally {
    world.database.setNow(now);
  }
}

describe('signing in with a password', () => {
  test('opens a session in the tenant, whatever the case of the address, and is recorded', async () => {
    const person = await personWithPassword();
    const answer = await signIn(` ${person.email.toUpperCase()} `);
    expect(answer).toMatchObject({
      status: 201,
      json: { person: { id: person.id, email: person.email }, tenant: { slug: world.mine.slug }, role: 'analyst', needs: null },
    });
    const cookie = cookiesOf(answer);
    expect((await get('/api/v1/attribution/status', cookie)).status).toBe(200);
    expect((await get('/api/v1/security/api-keys', cookie)).status).toBe(403);
    expect((await world.platformAudit()).at(-1)).toEqual({ actor: `person:${person.id}`, action: 'person.sign_in', target: person.id });
  });

  test('sets cookies that scripts and other sites cannot use', async () => {
    const { email } = await personWithPassword();
    const cookies = (await signIn(email)).headers.getSetCookie();
    expect(cookies.map((one) => one.split('=')[0])).toEqual(['earshot_session', 'earshot_device']);
    for (const one of cookies) expect(one).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
  });

  test('says the same of a wrong password, an unknown address, nobody’s password and a disabled person', async () => {
    const [person, disabled] = [await personWithPassword(), await personWithPassword()];
    const without = await createTestPerson(world.database.context);
    await world.admin.query('update people set disabled_at = now() where id = $1', [disabled.id]);
    const wrong = await signIn(person.email, 'another password');
    expect(wrong.status).toBe(401);
    for (const answer of [
      await signIn('nobody@nowhere.example'),
      await signIn(without.email),
      await signIn(disabled.email),
      await signIn(person.email, `${PASSWORD} `),
    ]) {
      expect([answer.status, answer.text]).toEqual([401, wrong.text]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  test('refuses no sooner than after a fixed time, so that the time does not tell either', async () => {
    const { email } = await personWithPassword();
    for (const who of [email, 'nobody@nowhere.example']) {
      const startedAt = performance.now();
      await signIn(who, 'another password');
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(299);
    }
  });

  test('leaves an event in the tenants of the person when it fails', async () => {
    const person = await personWithPassword();
    await signIn(person.email, 'another password');
    expect(await eventsOf(person)).toEqual(['sign_in_failed']);
  });

  test('puts a fresh session in the place of the one the browser carried: a planted one is worth nothing', async () => {
    const [person, attacker] = [await personWithPassword(), await personWithPassword()];
    const planted = cookiesOf(await signIn(attacker.email));
    const answer = await signIn(person.email, PASSWORD, { cookie: planted });
    expect(cookiesOf(answer)).not.toContain(planted.split('; ')[0]);
    expect((await get('/api/v1/security/people/me', planted.split('; ')[0])).status).toBe(401);
  });

  test('hashes a password anew whose hash has the parameters of another day', async () => {
    const passwordHash = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    const { id, email } = await createTestPerson(world.database.context, { passwordHash });
    expect((await signIn(email)).status).toBe(201);
    const person = await inAuth(world.database.context.db, (tx) => findById(tx, id));
    expect(person?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await signIn(email)).status).toBe(201);
  });

  test('tells somebody whose address is not verified, who knows the password, and sends the link', async () => {
    const person = await personWithPassword();
    await world.admin.query('update people set email_verified_at = null where id = $1', [person.id]);
    expect((await signIn(person.email, 'another password')).status).toBe(401);
    expect(await signIn(person.email)).toMatchObject({
      status: 403,
      json: { detail: expect.stringContaining('Confirm your e-mail') as string },
    });
    expect((await world.database.mails()).at(-1)).toMatchObject({ to: person.email, subject: 'Confirm your e-mail address for Earshot' });
  });

  test('tells the person of a browser that was not seen with them before, and then knows it', async () => {
    const person = await personWithPassword();
    const mine = async () => (await world.database.mails()).filter(({ to }) => to === person.email);
    const first = cookiesOf(await signIn(person.email));
    expect(await mine()).toEqual([]);
    await signIn(person.email, PASSWORD, { cookie: first });
    expect(await mine()).toEqual([]);
    await signIn(person.email, PASSWORD, { from: '203.0.113.9' });
    const [mail] = await mine();
    expect(mail).toMatchObject({ subject: 'New sign-in to Earshot', text: expect.stringContaining('203.0.113.0/24') as string });
    expect(await eventsOf(person)).toEqual(['new_device', 'new_device']);
  });
});

describe('guessing a password', () => {
  test('is refused after ten from one address, also when the eleventh is right; others get in, and so does this one later', async () => {
    const [person, from] = [await personWithPassword(), nextAddress()];
    for (let guess = 0; guess < 10; guess += 1) expect((await signIn(person.email, `guess ${guess}`, { from })).status).toBe(401);
    const refused = await signIn(person.email, PASSWORD, { from });
    expect(refused).toMatchObject({ status: 429, json: { code: 'rate_limited' } });
    expect(Number(refused.headers.get('retry-after'))).toBe(15 * 60);
    expect((await eventsOf(person)).filter((kind) => kind === 'sign_in_locked')).toHaveLength(1);
    expect((await signIn(person.email)).status).toBe(201);
    const later = world.database.context.clock() + 15 * MINUTE_MS;
    expect((await atTime(later, () => signIn(person.email, PASSWORD, { from }))).status).toBe(201);
  });

  test('is counted alike from all addresses that one device of IPv6 can have, and apart from those of its neighbours', async () => {
    const { email } = await personWithPassword();
    for (let guess = 0; guess < 10; guess += 1)
      expect((await signIn(email, `guess ${guess}`, { from: `2001:db8:0:1::${guess}` })).status).toBe(401);
    expect((await signIn(email, PASSWORD, { from: '2001:db8:0:1:ffff::1' })).status).toBe(429);
    expect((await signIn(email, PASSWORD, { from: '2001:db8:0:2::1' })).status).toBe(201);
  });

  test('is counted alike for an account that does not exist', async () => {
    const from = nextAddress();
    const answers = [];
    for (let guess = 0; guess < 11; guess += 1) answers.push(await signIn('nobody-at-all@nowhere.example', PASSWORD, { from }));
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  });

  test('at the same time passes the limit no more than one after the other', async () => {
    const [person, from] = [await personWithPassword(), nextAddress()];
    const answers = await Promise.all(Array.from({ length: 30 }, (_, guess) => signIn(person.email, `guess ${guess}`, { from })));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  test('from everywhere closes the account to strangers for a while, and never to a browser its person has used', async () => {
    const person = await personWithPassword();
    const known = cookiesOf(await signIn(person.email));
    const guesses = Array.from({ length: 52 }, (_, guess) => () => signIn(person.email, `guess ${guess}`));
    for (let at = 0; at < guesses.length; at += 13) await Promise.all(guesses.slice(at, at + 13).map((guess) => guess()));
    expect((await signIn(person.email)).status).toBe(429);
    expect((await signIn(person.email, PASSWORD, { cookie: known })).status).toBe(201);
    const later = world.database.context.clock() + 60 * MINUTE_MS;
    expect((await atTime(later, () => signIn(person.email))).status).toBe(201);
  });
});

async function withFactor(): Promise<{ person: TestPerson; code: (atMs: number) => string; now: number }> {
  const person = await personWithPassword();
  return { person, code: await giveTestFactor(world.database.context, person), now: world.database.context.clock() };
}

const SECOND = `${SESSIONS}/current/second-factor`;

describe('a second factor', () => {
  test('is all that a session waits for after the password, and opens it under a new token', async () => {
    const { person, code, now } = await withFactor();
    const first = await signIn(person.email);
    expect(first.json).toMatchObject({ needs: 'second_factor', tenant: null, scopes: [], role: null });
    const waiting = cookiesOf(first);
    expect(waiting).not.toContain('earshot_device');
    for (const path of ['/api/v1/attribution/status', '/api/v1/security/people/me', SESSIONS])
      expect(await get(path, waiting), path).toMatchObject({ status: 401, json: { needs: 'second_factor' } });
    expect((await get(`${SESSIONS}/current`, waiting)).json).toMatchObject({ signedIn: false, needs: 'second_factor' });
    const second = await post(SECOND, { code: code(now) }, { cookie: waiting });
    expect(second).toMatchObject({ status: 200, json: { needs: null, role: 'analyst' } });
    const open = cookiesOf(second);
    expect(open).not.toContain(waiting);
    expect((await get('/api/v1/attribution/status', open)).status).toBe(200);
    expect((await get(`${SESSIONS}/current`, waiting)).json).toMatchObject({ signedIn: false, needs: null });
  });

  test('must come within ten minutes', async () => {
    const { person, code, now } = await withFactor();
    const waiting = cookiesOf(await signIn(person.email));
    const late = await atTime(now + 10 * MINUTE_MS, () => post(SECOND, { code: code(now + 10 * MINUTE_MS) }, { cookie: waiting }));
    expect(late.status).toBe(401);
  });

  test('asked for by nobody opens nothing', async () => {
    const { person, code, now } = await withFactor();
    expect((await post(SECOND, { code: code(now) })).status).toBe(401);
    const open = await cookieOf(world.database.context, person);
    expect((await post(SECOND, { code: code(now) }, { cookie: open })).status).toBe(401);
  });

  test('works once: of 64 at the same time one gets in, and nobody after it', async () => {
    const { person, code, now } = await withFactor();
    const waiting = await Promise.all(Array.from({ length: 64 }, () => cookieOf(world.database.context, person, 'pending')));
    const answers = await Promise.all(waiting.map((cookie) => post(SECOND, { code: code(now) }, { cookie })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 401, 429].includes(status))).toBe(true);
    const later = world.database.context.clock() + 15 * MINUTE_MS;
    await world.admin.query('update totp_factors set tries = 0 where person_id = $1', [person.id]);
    const again = await post(SECOND, { code: code(now) }, { cookie: await cookieOf(world.database.context, person, 'pending') });
    expect([again.status, later]).toEqual([401, later]);
  });

  test('of an earlier step is not taken after a later one', async () => {
    const { person, code, now } = await withFactor();
    const pending = () => cookieOf(world.database.context, person, 'pending');
    expect((await post(SECOND, { code: code(now) }, { cookie: await pending() })).status).toBe(200);
    expect((await post(SECOND, { code: code(now - 30_000) }, { cookie: await pending() })).status).toBe(401);
  });

  test('may be tried five times in 15 minutes, and is locked after ten failures in a row, which the person is told', async () => {
    const { person, code, now } = await withFactor();
    const pending = await cookieOf(world.database.context, person, 'pending');
    const wrong = () => post(SECOND, { code: '000000' }, { cookie: pending });
    const round = async () => [await wrong(), await wrong(), await wrong(), await wrong(), await wrong(), await wrong()];
    const statuses = (answers: Answer[]) => answers.map(({ status }) => status);
    expect(statuses(await round())).toEqual([401, 401, 401, 401, 401, 429]);
    await world.admin.query("update totp_factors set tries_since = tries_since - interval '15 minutes' where person_id = $1", [person.id]);
    expect(statuses(await round())).toEqual([401, 401, 401, 401, 401, 429]);
    await world.admin.query("update totp_factors set tries_since = tries_since - interval '15 minutes' where person_id = $1", [person.id]);
    expect(await post(SECOND, { code: code(now) }, { cookie: pending })).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    expect((await world.database.mails()).filter(({ to }) => to === person.email).map(({ text }) => text)).toEqual([
      expect.stringContaining('second factor is locked'),
    ]);
    expect((await eventsOf(person)).filter((kind) => kind === 'mfa_locked')).toHaveLength(1);
  });
});

describe('a step-up', () => {
  const STEP_UP = `${SESSIONS}/current/step-up`;
  const ask = (cookie: string) => proxied.send('POST', '/api/v1/security/mfa/enrolment', { headers: { cookie } });

  test('opens what is sensitive for ten minutes, to the password where there is no second factor', async () => {
    const person = await personWithPassword();
    const now = world.database.context.clock();
    const cookie = await atTime(now - 10 * MINUTE_MS, () => cookieOf(world.database.context, person));
    expect(await ask(cookie)).toMatchObject({ status: 403, json: { code: 'step_up_required' } });
    expect((await post(STEP_UP, { password: 'another password' }, { cookie })).status).toBe(401);
    const raised = await post(STEP_UP, { password: PASSWORD }, { cookie });
    expect(raised.status).toBe(200);
    expect((await get('/api/v1/security/people/me', cookie)).status).toBe(401);
    expect((await ask(cookiesOf(raised))).status).toBe(200);
    expect((await atTime(now + 10 * MINUTE_MS, () => ask(cookiesOf(raised)))).status).toBe(403);
  });

  test('lets one session guess ten times, from however many addresses, and its person sign in meanwhile', async () => {
    const person = await personWithPassword();
    const cookie = await cookieOf(world.database.context, person);
    for (let guess = 0; guess < 10; guess += 1) expect((await post(STEP_UP, { password: `guess ${guess}` }, { cookie })).status).toBe(401);
    expect((await post(STEP_UP, { password: PASSWORD }, { cookie })).status).toBe(429);
    expect((await signIn(person.email)).status).toBe(201);
  });

  test('asks whoever has a second factor for that, and not for the password', async () => {
    const { person, code, now } = await withFactor();
    const cookie = await cookieOf(world.database.context, person);
    expect((await post(STEP_UP, { password: PASSWORD }, { cookie })).status).toBe(403);
    expect((await post(STEP_UP, { code: code(now) }, { cookie })).status).toBe(200);
  });

  test('is asked of a member before the tenant is closed', async () => {
    const now = world.database.context.clock();
    const cookie = await atTime(now - 10 * MINUTE_MS, () => cookieOf(world.database.context, world.mine.owner));
    const headers = { cookie };
    const body = { waiveExport: true };
    const answer = await proxied.send('POST', `/api/v1/tenants/${world.mine.tenantId}/close`, { headers, body });
    expect(answer, answer.text).toMatchObject({ status: 403, json: { code: 'step_up_required' } });
  });
});

test('a tenant that asks for a second factor lets a member without one set it up, and reach nothing else of it', async () => {
  const { context } = world.database;
  const person = await personWithPassword();
  const cookie = await cookieOf(context, person);
  const status = async (path: string) => (await get(path, cookie)).status;
  await world.admin.query('update tenants set mfa_required = true where tenant_id = $1', [world.mine.tenantId]);
  try {
    expect(await get('/api/v1/attribution/status', cookie)).toMatchObject({ status: 403, json: { needs: 'enrolment' } });
    expect((await get(`${SESSIONS}/current`, cookie)).json).toMatchObject({ needs: 'enrolment', tenant: { slug: world.mine.slug } });
    expect(await status('/api/v1/security/people/me')).toBe(200);
    await giveTestFactor(context, person);
    expect(await status('/api/v1/attribution/status')).toBe(200);
  } finally {
    await world.admin.query('update tenants set mfa_required = false where tenant_id = $1', [world.mine.tenantId]);
  }
});
