import { openJar } from './browser-jar.ts';
import { type Attack, outcomeOf, tokenOutcome } from './oauth-attack.ts';
import { CALLBACK, CHALLENGE, VERIFIER } from './oauth-world.ts';

const NO_PKCE = { code_challenge: undefined, code_challenge_method: undefined };

const PKCE: Attack[] = [
  ...(['browser', 'web'] as const).map((kind): Attack => ({
    name: `a code without PKCE, client in ${kind === 'browser' ? 'a browser' : 'a server'}`,
    expected: 'invalid_request',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients[kind], NO_PKCE)),
  })),
  {
    name: 'a code without PKCE, openid or nonce',
    expected: 'invalid_request',
    run: async ({ driver, ann, clients }) =>
      outcomeOf(await driver.authorize(ann, clients.web, { ...NO_PKCE, scope: 'read', nonce: undefined })),
  },
  {
    name: 'PKCE with the method plain',
    expected: 'invalid_request',
    run: async ({ driver, ann, clients }) =>
      outcomeOf(await driver.authorize(ann, clients.web, { code_challenge: VERIFIER, code_challenge_method: 'plain' })),
  },
  {
    name: 'PKCE without a method, which means plain',
    expected: 'invalid_request',
    run: async ({ driver, ann, clients }) =>
      outcomeOf(await driver.authorize(ann, clients.web, { code_challenge: VERIFIER, code_challenge_method: undefined })),
  },
  {
    name: 'a challenge that is too short',
    expected: 'invalid_request',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients.web, { code_challenge: 'short' })),
  },
  {
    name: 'a wrong verifier',
    expected: '400 invalid_grant',
    run: async ({ driver, ann, clients }) =>
      tokenOutcome(await driver.redeem(clients.web, await driver.code(ann, clients.web), { code_verifier: 'w'.repeat(43) })),
  },
  {
    name: 'no verifier',
    expected: '400 invalid_grant',
    run: async ({ driver, ann, clients }) =>
      tokenOutcome(await driver.redeem(clients.web, await driver.code(ann, clients.web), { code_verifier: undefined })),
  },
  {
    name: 'the challenge as verifier',
    expected: '400 invalid_grant',
    run: async ({ driver, ann, clients }) =>
      tokenOutcome(await driver.redeem(clients.web, await driver.code(ann, clients.web), { code_verifier: CHALLENGE })),
  },
];

const REDIRECTS: readonly (readonly [string, string])[] = [
  ['a longer path', `${CALLBACK}/evil`],
  ['an added query', `${CALLBACK}?x=1`],
  ['the host as a prefix', 'https://rp.example.evil.example/cb'],
  ['the host as a user name', 'https://rp.example@evil.example/cb'],
  ['a path that goes up', `${CALLBACK}/../evil`],
  ['another port', 'https://rp.example:8443/cb'],
  ['http for https', 'http://rp.example/cb'],
  ['a fragment', `${CALLBACK}#x`],
  ['capitals in the path', 'https://rp.example/CB'],
  ['another site', 'https://evil.example/cb'],
];

const ADDRESSES: Attack[] = [
  ...REDIRECTS.map(([what, uri]): Attack => ({
    name: `redirect_uri: ${what}`,
    expected: '400, nobody is sent on',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients.web, { redirect_uri: uri })),
  })),
  {
    name: 'redirect_uri left out',
    expected: '400, nobody is sent on',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients.web, { redirect_uri: undefined })),
  },
  {
    name: 'an error that should carry people to another site',
    expected: '400, nobody is sent on',
    run: async ({ driver, ann, clients }) =>
      outcomeOf(await driver.authorize(ann, clients.web, { redirect_uri: 'https://evil.example/', response_type: 'token' })),
  },
  {
    name: 'an unknown client',
    expected: '400, nobody is sent on',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients.web, { client_id: 'nobody' })),
  },
  {
    name: 'an app on the device at another port (RFC 8252 allows it)',
    expected: 'a code',
    run: async ({ driver, ann, clients }) =>
      outcomeOf(await driver.authorize(ann, clients.native, { redirect_uri: 'http://127.0.0.1:51234/cb' })),
  },
  {
    name: 'an app on the device at another path',
    expected: '400, nobody is sent on',
    run: async ({ driver, ann, clients }) =>
      outcomeOf(await driver.authorize(ann, clients.native, { redirect_uri: 'http://127.0.0.1:51234/evil' })),
  },
  {
    name: 'a code redeemed with another redirect_uri',
    expected: '400 invalid_grant',
    run: async ({ driver, ann, clients }) =>
      tokenOutcome(await driver.redeem(clients.web, await driver.code(ann, clients.web), { redirect_uri: `${CALLBACK}/other` })),
  },
  {
    name: 'a code redeemed without redirect_uri',
    expected: '400 invalid_request',
    run: async ({ driver, ann, clients }) =>
      tokenOutcome(await driver.redeem(clients.web, await driver.code(ann, clients.web), { redirect_uri: undefined })),
  },
];

const REQUESTS: Attack[] = [
  ...['token', 'id_token', 'code id_token', 'id_token token', 'none'].map((type): Attack => ({
    name: `response_type=${type}`,
    expected: 'unsupported_response_type, no token in the address',
    run: async ({ driver, ann, clients }) => {
      const { callback, answer } = await driver.authorize(ann, clients.web, { response_type: type });
      const said = new URLSearchParams(callback?.hash.slice(1) || callback?.search);
      const leaks = /(access_token|id_token|code)=/.test(callback?.href ?? answer.text);
      return `${said.get('error')}, ${leaks ? 'A TOKEN' : 'no token'} in the address`;
    },
  })),
  ...['form_post', 'fragment', 'web_message'].map((mode): Attack => ({
    name: `response_mode=${mode}`,
    expected: '400, nobody is sent on',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients.web, { response_mode: mode })),
  })),
  {
    name: 'a request object, signed by nobody',
    expected: 'request_not_supported',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients.web, { request: 'e30.e30.' })),
  },
  {
    name: 'a request_uri that the server should fetch',
    expected: 'request_uri_not_supported',
    run: async ({ driver, ann, clients, world }) =>
      outcomeOf(await driver.authorize(ann, clients.web, { request_uri: `${world.server.url}/health` })),
  },
  {
    name: 'a parameter given twice',
    expected: '400, nobody is sent on',
    run: async ({ driver, ann, clients }) =>
      outcomeOf(await driver.authorizeAt(ann.jar, `${driver.authorizeUrl(clients.web)}&redirect_uri=https%3A%2F%2Fevil.example%2F`)),
  },
  {
    name: 'mix-up: whose answer is this?',
    expected: 'the issuer stands in every answer, errors too',
    run: async ({ driver, ann, clients, world }) => {
      const answers = [await driver.authorize(ann, clients.web), await driver.authorize(ann, clients.web, {}, 'refuse')];
      const named = answers.every(({ callback }) => callback?.searchParams.get('iss') === world.server.url);
      return named ? 'the issuer stands in every answer, errors too' : 'NO ISSUER';
    },
  },
  {
    name: 'a state with signs that mean something in addresses',
    expected: 'comes back as it was',
    run: async ({ driver, ann, clients }) => {
      const state = 'a b&c=%"<';
      const { callback } = await driver.authorize(ann, clients.web, { state }, 'refuse');
      return callback?.searchParams.get('state') === state ? 'comes back as it was' : 'CHANGED';
    },
  },
  {
    name: 'no state and no nonce (PKCE stands for them)',
    expected: 'a code, without a state',
    run: async ({ driver, ann, clients }) => {
      const found = await driver.authorize(ann, clients.web, { state: undefined, nonce: undefined });
      return `${outcomeOf(found)}, ${found.callback?.searchParams.has('state') ? 'with' : 'without'} a state`;
    },
  },
  {
    name: 'a Host header of another site',
    expected: 'no address of it in discovery',
    run: async ({ world }) => {
      const path = '/.well-known/openid-configuration';
      const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' };
      const { text } = await world.server.send('GET', path, { headers });
      return text.includes('evil.example') || text.includes('https:') ? text : 'no address of it in discovery';
    },
  },
  {
    name: 'what discovery advertises',
    expected: 'code, S256 and three grants, and nothing that is off',
    run: async ({ world }) => {
      const found = (await world.server.send('GET', '/.well-known/openid-configuration')).json as Record<string, unknown>;
      const lists = ['response_types_supported', 'code_challenge_methods_supported', 'grant_types_supported', 'response_modes_supported'];
      const said = lists.map((name) => String(found[name])).join(' ');
      const off = Object.keys(found).filter((name) => /registration|device|pushed|dpop|channel_logout|session_iframe/.test(name));
      const isRight = said === 'code S256 authorization_code,refresh_token,client_credentials query' && off.length === 0;
      return isRight ? 'code, S256 and three grants, and nothing that is off' : `${said} ${off.join(' ')}`;
    },
  },
];

const CONSENT: Attack[] = [
  {
    name: 'a program that was let in before',
    expected: 'the consent page',
    run: async ({ driver, ann, clients }) => {
      await driver.authorize(ann, clients.web);
      return outcomeOf(await driver.authorize(ann, clients.web, { prompt: undefined }, 'stop'));
    },
  },
  {
    name: 'consent posted by a page of another site',
    expected: '404, nobody is sent on',
    run: async ({ driver, ann, clients }) => {
      const { consent } = await driver.authorize(ann, clients.web, {}, 'stop');
      const form = { token: consent?.token ?? '', decision: 'allow' };
      return outcomeOf({ answer: await ann.jar.visit(consent?.url ?? '', { form, isCrossSite: true }) });
    },
  },
  {
    name: 'consent with a token made up',
    expected: '403, nobody is sent on',
    run: async ({ driver, ann, clients }) => {
      const { consent } = await driver.authorize(ann, clients.web, {}, 'stop');
      return outcomeOf({ answer: await ann.jar.visit(consent?.url ?? '', { form: { token: 'x'.repeat(43), decision: 'allow' } }) });
    },
  },
  {
    name: "consent in somebody else's browser",
    expected: '404, nobody is sent on',
    run: async ({ driver, ann, administrator, clients }) => {
      const { consent } = await driver.authorize(ann, clients.web, {}, 'stop');
      await driver.authorize(administrator, clients.web, {}, 'stop');
      const form = { token: consent?.token ?? '', decision: 'allow' };
      return outcomeOf({ answer: await administrator.jar.visit(consent?.url ?? '', { form }) });
    },
  },
  {
    name: 'the consent page in a frame, or with a script',
    expected: 'neither is allowed, and the name of a program is only text',
    run: async ({ driver, ann, clients }) => {
      const { consent, answer } = await driver.authorize(ann, clients.web, {}, 'stop');
      const policy = answer.headers.get('content-security-policy') ?? '';
      const isClosed = policy.includes("frame-ancestors 'none'") && policy.includes("default-src 'none'") && !policy.includes('script');
      const isText = consent?.html.includes('Web &amp; Co') === true && !consent.html.includes('<b>');
      return isClosed && isText ? 'neither is allowed, and the name of a program is only text' : policy;
    },
  },
  {
    name: 'the session cookie taken along from another site',
    expected: 'not sent; our own page asks for it first',
    run: async ({ driver, ann, clients }) => {
      const first = await ann.jar.visit(driver.authorizeUrl(clients.web), { isCrossSite: true });
      const second = await ann.jar.visit(new URL(first.location ?? '', driver.authorizeUrl(clients.web)).href, { isCrossSite: true });
      return second.text.includes('http-equiv="refresh"') ? 'not sent; our own page asks for it first' : second.text;
    },
  },
  {
    name: 'nobody is signed in',
    expected: '303 to the sign-in, and back to the request alone',
    run: async ({ driver, clients }) => {
      const { answer } = await driver.authorizeAt(openJar(), driver.authorizeUrl(clients.web));
      const bounced = /^\/sign-in\?next=%2Foauth%2Fconsent%2F[\w-]+$/.test(answer.location ?? '');
      return bounced ? `${answer.status} to the sign-in, and back to the request alone` : `${answer.status} ${answer.location}`;
    },
  },
  {
    name: 'prompt=login with an old sign-in',
    expected: 'the page that asks to sign in again',
    run: async ({ driver, ann, clients }) => {
      const { answer } = await driver.authorize(ann, clients.web, { prompt: 'login consent' });
      return answer.text.includes('Sign in once more') ? 'the page that asks to sign in again' : answer.text;
    },
  },
  {
    name: 'a person who is no member of the client’s tenant',
    expected: 'no access, no name of the tenant, and 403 for an "allow" all the same',
    run: async ({ driver, stranger, clients, world }) => {
      const { consent } = await driver.authorize(stranger, clients.web, {}, 'stop');
      const isMute =
        consent?.html.includes('cannot use this app') === true && !consent.html.includes(world.mine.slug.replace('tenant-', 'Tenant '));
      const answer = await stranger.jar.visit(consent?.url ?? '', { form: { token: consent?.token ?? '', decision: 'allow' } });
      return isMute ? `no access, no name of the tenant, and ${answer.status} for an "allow" all the same` : (consent?.html ?? answer.text);
    },
  },
];

export const AUTHORIZATION_ATTACKS: readonly Attack[] = [...PKCE, ...ADDRESSES, ...REQUESTS, ...CONSENT];
