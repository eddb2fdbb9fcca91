import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openJar } from '../../../test/browser-jar.ts';
import {
  type Clients,
  createClients,
  createPerson,
  type OauthDriver,
  openOauthDriver,
  type Person,
  SIGNED_OUT,
} from '../../../test/oauth-world.ts';
import { openWorld, type World } from '../../../test/world.ts';

let world: World;
let driver: OauthDriver;
let clients: Clients;
beforeAll(async () => {
  world = await openWorld();
  driver = openOauthDriver(world);
  clients = await createClients(world, world.mine);
});
afterAll(() => world.close());

const newcomer = () => createPerson(world, [[world.mine, 'viewer']]);
const endSession = (query: Record<string, string> = {}) => `${world.server.url}/oauth/end-session?${new URLSearchParams(query).toString()}`;

async function pageFor(person: Person, query: Record<string, string> = {}) {
  const answer = await person.jar.visit(endSession(query));
  const inputs = [...answer.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  return { answer, form: Object.fromEntries<string>(inputs.map(([, name, value]) => [name, value])) };
}

async function pageOfProgram(person: Person) {
  const { id_token: hint } = await driver.tokens(person, clients.web, 'openid read');
  return pageFor(person, { id_token_hint: hint, post_logout_redirect_uri: SIGNED_OUT, state: 'st' });
}

const decide = (person: Person, form: Record<string, string>) =>
  person.jar.visit(`${world.server.url}/oauth/end-session/confirm`, { form });

async function recordsOf({ id }: Person): Promise<string[]> {
  const { rows } = await world.admin.query<{ action: string }>(
    `select action from audit_log where actor = $1 and action like '%sign_out'
     union all select action from platform_audit_log where actor = $2 and action like '%sign_out' order by 1`,
    [`member:${id}`, `person:${id}`],
  );
  return rows.map(({ action }) => action);
}

async function isSignedIn({ jar }: Person): Promise<boolean> {
  const { text } = await jar.visit(`${world.server.url}/api/v1/security/sessions/current`);
  return Boolean((JSON.parse(text) as { person?: object | null }).person);
}

describe('signing out at the request of a program', () => {
  test('ends the session, leads back with the state, and is recorded with the program’s tenant and the installation', async () => {
    const person = await newcomer();
    const { answer: page, form } = await pageOfProgram(person);
    for (const words of ['Web &amp; Co asks', person.email, 'rp.example']) expect(page.text).toContain(words);
    const answer = await decide(person, { ...form, decision: 'sign_out' });
    expect(answer).toMatchObject({ status: 303, location: `${SIGNED_OUT}?state=st` });
    expect(await isSignedIn(person)).toBe(false);
    expect(await recordsOf(person)).toEqual(['oauth_client.sign_out', 'person.sign_out']);
    const { rows } = await world.admin.query('select target, after from audit_log where actor = $1 and action = $2', [
      `member:${person.id}`,
      'oauth_client.sign_out',
    ]);
    expect(rows).toEqual([{ target: clients.web.id, after: { ended: 1 } }]);
  });

  test('ends nothing when the person stays, and leads back all the same', async () => {
    const person = await newcomer();
    const { form } = await pageOfProgram(person);
    expect(await decide(person, { ...form, decision: 'stay' })).toMatchObject({ status: 303, location: `${SIGNED_OUT}?state=st` });
    expect(await isSignedIn(person)).toBe(true);
    expect(await recordsOf(person)).toEqual([]);
  });

  test('ends nothing when its record cannot be stored', async () => {
    const person = await newcomer();
    const { form } = await pageOfProgram(person);
    await world.admin.query(`create function refuse_audit() returns trigger language plpgsql as 'begin raise exception ''no''; end'`);
    await world.admin.query('create trigger refuse before insert on audit_log for each row execute function refuse_audit()');
    try {
      expect((await decide(person, { ...form, decision: 'sign_out' })).status).toBe(500);
    } finally {
      await world.admin.query('drop function refuse_audit cascade');
    }
    expect(await isSignedIn(person)).toBe(true);
    expect(await recordsOf(person)).toEqual([]);
  });

  test('may be asked for by a form, which leads to the same page', async () => {
    const person = await newcomer();
    const form = { state: 'st', ui_locales: 'de' };
    const sent = await person.jar.visit(`${world.server.url}/oauth/end-session`, { form, isCrossSite: true });
    expect(sent).toMatchObject({ status: 303, location: '/oauth/end-session?state=st&ui_locales=de' });
  });
});

describe('signing out without a program', () => {
  test('ends the session and says so, or leaves it and says so', async () => {
    const person = await newcomer();
    const { form } = await pageFor(person);
    expect(await decide(person, { ...form, decision: 'stay' })).toMatchObject({
      status: 200,
      text: expect.stringContaining('still signed in'),
    });
    expect(await isSignedIn(person)).toBe(true);
    const ended = await decide(person, { ...form, decision: 'sign_out' });
    expect(ended).toMatchObject({ status: 200, text: expect.stringContaining('You are signed out') });
    expect(await recordsOf(person)).toEqual(['person.sign_out']);
  });

  test('says that nobody is signed in where nobody is', async () => {
    const answer = await openJar().visit(`${world.server.url}/oauth/end-session?again=1`);
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('You are signed out') });
  });

  test.each([
    ['an ID token longer than any', { id_token_hint: 'x'.repeat(4_097) }, 'id_token_hint'],
    ['a state longer than any', { state: 'x'.repeat(2_049) }, 'state'],
    ['text in place of an ID token', { id_token_hint: 'no token' }, 'id_token_hint'],
  ])('shows what is wrong with %s', async (_, query, says) => {
    const { answer } = await pageFor(await newcomer(), query);
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining(says) });
  });

  test('takes no form of more than 8 KiB, and none that is not the page’s', async () => {
    const person = await newcomer();
    const { form } = await pageFor(person);
    expect((await decide(person, { ...form, decision: 'sign_out', state: 'x'.repeat(9_000) })).status).toBe(413);
    expect((await decide(person, { ...form, decision: 'maybe' })).status).toBe(403);
    expect(await isSignedIn(person)).toBe(true);
  });
});
