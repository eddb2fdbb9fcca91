import { createHmac, createPublicKey } from 'node:crypto';
import { NOW_MS } from './database.ts';
import { type Attack, outcomeOf, type Stage, tokenOutcome } from './oauth-attack.ts';
import type { CreatedOauthClient } from '../src/security/oauthclients/schema.ts';

/** Whether a token still opens the API and the userinfo endpoint. */
async function lifeOf({ driver }: Stage, token: string): Promise<string> {
  const [read, userinfo] = [await driver.read(token), await driver.userinfo(token)];
  return `${read.status} at the API, ${userinfo.status} at userinfo`;
}

async function at<Result>({ world }: Stage, ms: number, work: () => Promise<Result>): Promise<Result> {
  world.database.setNow(NOW_MS + ms);
  try {
    return await work();
  } finally {
    world.database.setNow(NOW_MS);
  }
}

function jwt(header: object, claims: object, sign: (text: string) => string): string {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign(text)}`;
}

function claimsFor({ world, ann, clients }: Stage) {
  const seconds = Math.floor(Date.now() / 1_000);
  const { url } = world.server;
  return { iss: url, aud: url, sub: ann.id, client_id: clients.web.id, scope: 'openid read admin', iat: seconds, exp: seconds + 600 };
}

const DAY_MS = 86_400_000;

const CODES: Attack[] = [
  {
    name: 'a code used twice',
    expected: '400 invalid_grant; its tokens end: 401 at the API, 401 at userinfo',
    run: async (stage) => {
      const { driver, ann, clients } = stage;
      const value = await driver.code(ann, clients.web);
      const first = await driver.redeem(clients.web, value);
      const second = await driver.redeem(clients.web, value);
      return `${tokenOutcome(second)}; its tokens end: ${await lifeOf(stage, first.json.access_token)}`;
    },
  },
  {
    name: 'a code used ten times at once',
    expected: 'tokens at most once, and those end',
    run: async (stage) => {
      const { driver, ann, clients } = stage;
      const value = await driver.code(ann, clients.web);
      const answers = await Promise.all(Array.from({ length: 10 }, () => driver.redeem(clients.web, value)));
      const good = answers.filter(({ status }) => status === 200);
      const statuses = [...new Set(answers.map(({ status }) => status))].filter((status) => status !== 200 && status !== 400);
      const lives = await Promise.all(good.map(({ json }) => driver.read(json.access_token)));
      const isRight = good.length <= 1 && statuses.length === 0 && lives.every(({ status }) => status === 401);
      return isRight ? 'tokens at most once, and those end' : `${good.length} times, ${statuses.join()}`;
    },
  },
  {
    name: 'a code of one client redeemed by another',
    expected: '400 invalid_grant',
    run: async ({ driver, ann, clients }) => tokenOutcome(await driver.redeem(clients.other, await driver.code(ann, clients.web))),
  },
  {
    name: 'a code after 61 seconds',
    expected: '400 invalid_grant',
    run: async (stage) => {
      const value = await stage.driver.code(stage.ann, stage.clients.web);
      return at(stage, 61_000, async () => tokenOutcome(await stage.driver.redeem(stage.clients.web, value)));
    },
  },
  {
    name: 'the password grant',
    expected: '400 unsupported_grant_type',
    run: async ({ driver, clients, ann }) =>
      tokenOutcome(
        await driver.post('/oauth/token', { grant_type: 'password', username: ann.email, password: 'x' }, driver.basic(clients.web)),
      ),
  },
];

const REFRESH: Attack[] = [
  {
    name: 'a refresh token after it was used',
    expected: '400 invalid_grant; its successor: 400 invalid_grant; its tokens: 401 at the API, 401 at userinfo; the tenant is told',
    run: async (stage) => {
      const { driver, ann, clients, world } = stage;
      const tokens = await driver.tokens(ann, clients.web);
      const next = await driver.refresh(clients.web, tokens.refresh_token);
      const reuse = tokenOutcome(await driver.refresh(clients.web, tokens.refresh_token));
      const successor = tokenOutcome(await driver.refresh(clients.web, next.json.refresh_token));
      const events = await world.admin.query(
        `select 1 from security_events where tenant_id = $1 and kind = 'refresh_reuse' and actor = $2`,
        [world.mine.tenantId, `oauth_client:${clients.web.id}`],
      );
      const told = (events.rowCount ?? 0) > 0 ? 'the tenant is told' : 'NOBODY IS TOLD';
      return `${reuse}; its successor: ${successor}; its tokens: ${await lifeOf(stage, next.json.access_token)}; ${told}`;
    },
  },
  {
    name: 'ten refreshes at once with one token',
    expected: 'tokens at most once, and the family ends',
    run: async ({ driver, ann, clients }) => {
      const { refresh_token: token } = await driver.tokens(ann, clients.web);
      const answers = await Promise.all(Array.from({ length: 10 }, () => driver.refresh(clients.web, token)));
      const good = answers.filter(({ status }) => status === 200);
      const others = answers.filter(({ status }) => status !== 200 && status !== 400);
      const after = await Promise.all(good.map(({ json }) => driver.refresh(clients.web, json.refresh_token)));
      const isRight = good.length <= 1 && others.length === 0 && after.every(({ status }) => status === 400);
      return isRight ? 'tokens at most once, and the family ends' : `${good.length} times, ${others.map(({ text }) => text).join()}`;
    },
  },
  {
    name: 'a refresh token that is used again and again in turn',
    expected: 'works, with a new one each time, and not after 30 days',
    run: async (stage) => {
      const { driver, ann, clients } = stage;
      const first = await driver.tokens(ann, clients.web);
      const second = await driver.refresh(clients.web, first.refresh_token);
      const third = await driver.refresh(clients.web, second.json.refresh_token);
      const late = await at(stage, 31 * DAY_MS, () => driver.refresh(clients.web, third.json.refresh_token));
      const isNew = new Set([first.refresh_token, second.json.refresh_token, third.json.refresh_token]).size === 3;
      return isNew && late.status === 400 ? 'works, with a new one each time, and not after 30 days' : `${third.text} ${late.text}`;
    },
  },
  {
    name: 'a refresh token sent by another client',
    expected: '400 invalid_grant, and it stays good for its own',
    run: async ({ driver, ann, clients }) => {
      const { refresh_token: token } = await driver.tokens(ann, clients.web);
      const theft = tokenOutcome(await driver.refresh(clients.other, token));
      const own = await driver.refresh(clients.web, token);
      return `${theft}, and it ${own.status === 200 ? 'stays good for its own' : 'ENDED'}`;
    },
  },
  {
    name: 'a refresh without the secret of the client',
    expected: '401 invalid_client',
    run: async ({ driver, ann, clients }) => {
      const { refresh_token: token } = await driver.tokens(ann, clients.web);
      const form = { grant_type: 'refresh_token', refresh_token: token, client_id: clients.web.id };
      return tokenOutcome(await driver.post('/oauth/token', form));
    },
  },
];

const SCOPES: Attack[] = [
  {
    name: 'more scope at a refresh',
    expected: '400 invalid_scope',
    run: async ({ driver, ann, clients }) => {
      const { refresh_token: token } = await driver.tokens(ann, clients.web);
      return tokenOutcome(await driver.refresh(clients.web, token, { scope: 'openid read admin' }));
    },
  },
  {
    name: 'a scope that the client does not have',
    expected: 'invalid_scope',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients.web, { scope: 'openid admin' })),
  },
  {
    name: 'a scope that a service does not have',
    expected: '400 invalid_scope',
    run: async ({ driver, clients }) => tokenOutcome(await driver.credentials(clients.service, 'read admin')),
  },
  {
    name: 'client credentials of a client that acts for people',
    expected: '400 invalid_request',
    run: async ({ driver, clients }) => tokenOutcome(await driver.credentials(clients.web, 'read')),
  },
  {
    name: 'client credentials with a refresh token or an ID token',
    expected: 'neither comes',
    run: async ({ driver, clients }) => {
      const { json } = await driver.credentials(clients.service, 'read');
      return json.refresh_token === undefined && json.id_token === undefined ? 'neither comes' : Object.keys(json).join();
    },
  },
];

const FORGERIES: Attack[] = [
  {
    name: 'an access token with the algorithm none',
    expected: '401 at the API, 401 at userinfo',
    run: (stage) =>
      lifeOf(
        stage,
        jwt({ alg: 'none', typ: 'at+jwt' }, claimsFor(stage), () => ''),
      ),
  },
  {
    name: 'an access token signed HS256 with the public key as secret',
    expected: '401 at the API, 401 at userinfo',
    run: async (stage) => {
      const { keys } = (await stage.world.server.send('GET', '/oauth/jwks')).json as { keys: { kid: string }[] };
      const secret = createPublicKey({ key: keys[0], format: 'jwk' }).export({ format: 'pem', type: 'spki' });
      const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
      return lifeOf(stage, jwt({ alg: 'HS256', typ: 'at+jwt', kid: keys[0].kid }, claimsFor(stage), sign));
    },
  },
  {
    name: 'an ID token as an access token',
    expected: '401 at the API, 401 at userinfo',
    run: async (stage) => lifeOf(stage, (await stage.driver.tokens(stage.ann, stage.clients.web)).id_token),
  },
  {
    name: 'a refresh token as an access token',
    expected: '401 at the API, 401 at userinfo',
    run: async (stage) => lifeOf(stage, (await stage.driver.tokens(stage.ann, stage.clients.web)).refresh_token),
  },
  {
    name: 'a code as an access token',
    expected: '401 at the API, 401 at userinfo',
    run: async (stage) => lifeOf(stage, await stage.driver.code(stage.ann, stage.clients.web)),
  },
  {
    name: 'an access token after an hour',
    expected: '401 at the API, 401 at userinfo',
    run: async (stage) => {
      const { access_token: token } = await stage.driver.tokens(stage.ann, stage.clients.web);
      return at(stage, 3_601_000, () => lifeOf(stage, token));
    },
  },
  {
    name: "a service's token at userinfo",
    expected: '200 at the API, 401 at userinfo',
    run: async (stage) => lifeOf(stage, (await stage.driver.credentials(stage.clients.service, 'read')).json.access_token),
  },
  {
    name: 'a token without openid at userinfo',
    expected: '200 at the API, 403 at userinfo',
    run: async (stage) => lifeOf(stage, (await stage.driver.tokens(stage.ann, stage.clients.web, 'read')).access_token),
  },
  {
    name: 'a token without read at the API',
    expected: '403 at the API, 200 at userinfo',
    run: async (stage) => lifeOf(stage, (await stage.driver.tokens(stage.ann, stage.clients.web, 'openid')).access_token),
  },
  {
    name: 'userinfo without the scopes profile and email',
    expected: 'the person’s id and the tenant’s, nothing else',
    run: async ({ driver, ann, clients, world }) => {
      const { access_token: token } = await driver.tokens(ann, clients.web, 'openid');
      const isBare = (await driver.userinfo(token)).text === JSON.stringify({ sub: ann.id, tenant: world.mine.tenantId });
      return isBare ? 'the person’s id and the tenant’s, nothing else' : 'MORE';
    },
  },
];

async function introspected({ driver }: Stage, client: CreatedOauthClient, token: string): Promise<string> {
  return String(((await driver.introspect(client, token)).json as unknown as { active?: boolean }).active);
}

const CARE: Attack[] = [
  {
    name: 'introspection by another client',
    expected: 'own: true; access token: false; refresh token: false',
    run: async (stage) => {
      const { driver, ann, clients } = stage;
      const tokens = await driver.tokens(ann, clients.web);
      const own = await introspected(stage, clients.web, tokens.access_token);
      const [access, refresh] = [
        await introspected(stage, clients.other, tokens.access_token),
        await introspected(stage, clients.other, tokens.refresh_token),
      ];
      return `own: ${own}; access token: ${access}; refresh token: ${refresh}`;
    },
  },
  {
    name: 'introspection by nobody',
    expected: '400 invalid_request',
    run: async ({ driver, ann, clients }) => {
      const { access_token: token } = await driver.tokens(ann, clients.web);
      return tokenOutcome(await driver.post('/oauth/introspect', { token }));
    },
  },
  {
    name: 'revocation of a refresh token',
    expected: '200; refresh: 400 invalid_grant; its access token: 401 at the API, 401 at userinfo',
    run: async (stage) => {
      const { driver, ann, clients } = stage;
      const tokens = await driver.tokens(ann, clients.web);
      const { status } = await driver.revoke(clients.web, tokens.refresh_token);
      const refresh = tokenOutcome(await driver.refresh(clients.web, tokens.refresh_token));
      return `${status}; refresh: ${refresh}; its access token: ${await lifeOf(stage, tokens.access_token)}`;
    },
  },
  {
    name: 'revocation of an access token',
    expected: '200; 401 at the API, 401 at userinfo',
    run: async (stage) => {
      const { driver, ann, clients } = stage;
      const tokens = await driver.tokens(ann, clients.web);
      const { status } = await driver.revoke(clients.web, tokens.access_token);
      return `${status}; ${await lifeOf(stage, tokens.access_token)}`;
    },
  },
  {
    name: "revocation of another client's token",
    expected: 'no effect: 200 at the API, 200 at userinfo',
    run: async (stage) => {
      const { driver, ann, clients } = stage;
      const tokens = await driver.tokens(ann, clients.web);
      await driver.revoke(clients.other, tokens.access_token);
      await driver.revoke(clients.other, tokens.refresh_token);
      return `no effect: ${await lifeOf(stage, tokens.access_token)}`;
    },
  },
];

export const TOKEN_ATTACKS: readonly Attack[] = [...CODES, ...REFRESH, ...SCOPES, ...FORGERIES, ...CARE];
