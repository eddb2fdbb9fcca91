import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openJar } from '../../../test/browser-jar.ts';
import { type Clients, createClients, createPerson, type OauthDriver, openOauthDriver, type Person } from '../../../test/oauth-world.ts';
import { startTestServer } from '../../../test/http.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { CreatedOauthClient } from '../oauthclients/schema.ts';

let world: World;
let driver: OauthDriver;
let clients: Clients;
let ann: Person;
beforeAll(async () => {
  world = await openWorld();
  driver = openOauthDriver(world);
  clients = await createClients(world, world.mine);
  ann = await createPerson(world, [[world.mine, 'viewer']]);
});
afterAll(() => world.close());

async function relyingParty({ id, clientSecret }: CreatedOauthClient): Promise<oidc.Configuration> {
  const authentication = clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret);
  // oxlint-disable-next-line typescript/no-deprecated -- the server under test listens on loopback without TLS
  const options = { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] };
  return oidc.discovery(new URL(world.server.url), id, undefined, authentication, options);
}

/** What a relying party does: PKCE, state and nonce, then the person's decision, then the code. */
async function signIn(party: oidc.Configuration, redirectUri: string, scope: string) {
  const [pkceCodeVerifier, expectedState, expectedNonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const address = oidc.buildAuthorizationUrl(party, {
    redirect_uri: redirectUri,
    scope,
    prompt: 'consent',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const { callback } = await driver.authorizeAt(ann.jar, address.href);
  if (!callback) throw new Error('nobody was sent back');
  return oidc.authorizationCodeGrant(party, callback, { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true });
}

async function modelsBy(token: string): Promise<number> {
  return (await driver.read(token)).status;
}

describe('openid-client, as a relying party', () => {
  test('signs a person in to a web program, reads who they are, calls the API, refreshes, asks about tokens and revokes them', async () => {
    const party = await relyingParty(clients.web);
    const tokens = await signIn(party, clients.web.redirectUris[0], 'openid profile email offline_access read');
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3_600, scope: 'openid profile email offline_access read' });
    expect(tokens.claims()).toMatchObject({ sub: ann.id, aud: clients.web.id, tenant: world.mine.tenantId, iss: world.server.url });
    const person = await oidc.fetchUserInfo(party, tokens.access_token, ann.id);
    expect(person).toEqual({ sub: ann.id, tenant: world.mine.tenantId, email: ann.email, email_verified: true, name: 'Ann <b>' });
    expect(await modelsBy(tokens.access_token)).toBe(200);
    const renewed = await oidc.refreshTokenGrant(party, tokens.refresh_token ?? '');
    expect(await modelsBy(renewed.access_token)).toBe(200);
    const known = await oidc.tokenIntrospection(party, renewed.access_token);
    expect(known).toMatchObject({ active: true, sub: ann.id, client_id: clients.web.id, tenant: world.mine.tenantId });
    await oidc.tokenRevocation(party, renewed.refresh_token ?? '');
    expect(await oidc.tokenIntrospection(party, renewed.access_token)).toEqual({ active: false });
    expect(await modelsBy(renewed.access_token)).toBe(401);
  });

  test.each(['browser', 'native'] as const)('signs a person in to a %s program, which has no secret', async (kind) => {
    const client = clients[kind];
    const tokens = await signIn(await relyingParty(client), client.redirectUris[0], 'openid read');
    expect(tokens.claims()).toMatchObject({ sub: ann.id, aud: client.id });
    expect(await modelsBy(tokens.access_token)).toBe(200);
  });

  test('sends an app on a device back to a scheme of its own', async () => {
    const { callback } = await driver.authorize(ann, clients.native, { redirect_uri: 'com.example.app:/cb' });
    expect(callback?.href).toMatch(/^com\.example\.app:\/cb\?code=/);
    const { answer } = await driver.authorize(ann, clients.native, { redirect_uri: 'com.example.app:/cb' }, 'stop');
    expect(answer.headers.get('content-security-policy')).toContain("form-action 'self' com.example.app:;");
  });

  test('lets a service in by its own credentials, limited by its scopes', async () => {
    const party = await relyingParty(clients.service);
    const tokens = await oidc.clientCredentialsGrant(party, { scope: 'read' });
    expect(await modelsBy(tokens.access_token)).toBe(200);
    const refused = await world.send('GET', '/security/api-keys', { key: tokens.access_token });
    expect(refused).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });

  test('is told when the person refuses', async () => {
    const { callback } = await driver.authorize(ann, clients.web, {}, 'refuse');
    expect(Object.fromEntries(callback?.searchParams ?? [])).toEqual({
      error: 'access_denied',
      error_description: 'the person refused',
      state: 'st',
      iss: world.server.url,
    });
  });
});

describe('the consent page', () => {
  test('says who asks, for which tenant, what for, as whom, and where the person goes next', async () => {
    const { consent } = await driver.authorize(ann, clients.web, { scope: 'openid email offline_access read' }, 'stop');
    for (const words of [
      'Web &amp; Co asks for access to Tenant',
      ann.email,
      'Ann &lt;b&gt;',
      'Read reports, conversions and the catalogue',
      'See your e-mail address',
      'Keep this access for up to 30 days',
      '<strong>rp.example</strong>',
    ])
      expect(consent?.html).toContain(words);
    expect(consent?.html).not.toContain('See your name');
  });

  test('records a consent in the audit log of the tenant, and a refusal not', async () => {
    const before = (await world.auditOf(world.mine)).length;
    await driver.authorize(ann, clients.web, {}, 'refuse');
    await driver.authorize(ann, clients.web);
    expect((await world.auditOf(world.mine)).slice(before)).toEqual([
      { actor: `member:${ann.id}`, action: 'oauth_consent.give', target: clients.web.id },
    ]);
  });

  test('is not stored when its record cannot be', async () => {
    await world.admin.query(`create function refuse_audit() returns trigger language plpgsql as 'begin raise exception ''no''; end'`);
    await world.admin.query('create trigger refuse before insert on audit_log for each row execute function refuse_audit()');
    const count = async () => (await world.admin.query(`select 1 from oauth_artifacts where model = 'Grant'`)).rowCount;
    const before = await count();
    try {
      const { answer } = await driver.authorize(ann, clients.web);
      expect(answer.status).toBe(500);
      expect(await count()).toBe(before);
    } finally {
      await world.admin.query('drop function refuse_audit cascade');
    }
  });

  test('of a request that nobody began is not there', async () => {
    const answer = await openJar().visit(`${world.server.url}/oauth/consent/nothing`);
    expect(answer).toMatchObject({ status: 404, text: expect.stringContaining('begin again') as string });
  });
});

test('what a token does is recorded under the person and the client', async () => {
  const { context } = world.database;
  const { createOauthClient } = await import('../oauthclients/service.ts');
  const input = {
    name: 'Writer',
    kind: 'web' as const,
    redirectUris: ['https://rp.example/cb'],
    scopes: ['openid' as const, 'admin' as const],
  };
  const client = await createOauthClient(context, world.mine.actor, input);
  const analyst = await createPerson(world, [[world.mine, 'analyst']]);
  const { access_token: key } = await driver.tokens(analyst, client, 'openid admin');
  expect((await world.send('PUT', '/shows/by-oauth', { key, body: { name: 'A' } })).status).toBe(200);
  expect((await world.auditOf(world.mine)).at(-1)).toEqual({
    actor: `member:${analyst.id} by oauth_client:${client.id}`,
    action: 'show.put',
    target: 'by-oauth',
  });
});

test('the protocol knows the installation by its public address, and marks its cookies for https there', async () => {
  const proxied = await startTestServer(world.database.context, { publicUrl: 'https://earshot.example', secure: true });
  try {
    const { json } = await proxied.send('GET', '/.well-known/openid-configuration');
    expect(json).toMatchObject({ issuer: 'https://earshot.example', token_endpoint: 'https://earshot.example/oauth/token' });
    const address = driver.authorizeUrl(clients.web).replace(world.server.url, proxied.url);
    const answer = await openJar().visit(address);
    expect(answer.location).toMatch(/^\/oauth\/consent\//);
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/; secure/i);
  } finally {
    await proxied.close();
  }
});

test('an address makes at most 600 requests a minute to the OAuth server', async () => {
  const server = await startTestServer(world.database.context);
  try {
    const answers = await Promise.all(Array.from({ length: 601 }, () => server.send('GET', '/oauth/jwks')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(600);
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/);
  } finally {
    await server.close();
  }
});
