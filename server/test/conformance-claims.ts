import * as oidc from 'openid-client';
import { expect } from 'vitest';
import { errorOf, flow, metadataOf, type Module, REDIRECT_URI, requestOf, type Result, type Suite } from './conformance-party.ts';

/** The claims that OpenID Connect Core 5.4 gives each scope. */
const STANDARD: Record<string, string[]> = {
  openid: ['sub'],
  profile: [
    'name',
    'given_name',
    'family_name',
    'middle_name',
    'nickname',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'locale',
    'updated_at',
    'preferred_username',
  ],
  email: ['email', 'email_verified'],
};

/** Userinfo for a scope: of the same person, its standard claims of the right type; one that is missing is a warning. */
async function claimsFor(suite: Suite, scope: string): Promise<Result> {
  const { party, tokens, claims } = await flow(suite, { scope });
  const person = await oidc.fetchUserInfo(party, tokens.access_token, claims.sub);
  const types = Object.entries(person).map(([name, value]) => [name, typeof value]);
  expect(types).not.toContainEqual([expect.anything(), 'object']);
  if (person.email_verified !== undefined) expect(person.email_verified).toBeTypeOf('boolean');
  const missing = scope.split(' ').flatMap((one) => STANDARD[one].filter((claim) => !(claim in person)));
  return missing.length === 0 ? 'passed' : 'warning';
}

function unsupported(name: string, asserts: string, scopes: string[]): Module {
  return {
    name,
    asserts,
    pkce: 'nothing sent',
    result: 'skipped',
    why: `discovery does not list ${scopes.map((scope) => `\`${scope}\``).join(' and ')}: Earshot knows neither of a person`,
    run: async (suite) => {
      const { scopes_supported: supported } = await metadataOf(suite);
      expect(supported).toEqual(expect.arrayContaining(['openid', 'profile', 'email']));
      for (const scope of scopes) expect(supported).not.toContain(scope);
      return 'skipped';
    },
  };
}

const SCOPES: Module[] = [
  {
    name: 'oidcc-scope-profile',
    asserts: 'userinfo for `openid profile` is about the same person and well formed; a standard claim that is missing is a warning',
    pkce: 'added',
    result: 'warning',
    why: 'of the 14 claims Earshot knows a person’s `name` alone',
    run: (suite) => claimsFor(suite, 'openid profile'),
  },
  {
    name: 'oidcc-scope-email',
    asserts: 'the same for `openid email`',
    pkce: 'added',
    result: 'passed',
    run: (suite) => claimsFor(suite, 'openid email'),
  },
  unsupported('oidcc-scope-address', 'the same for `openid address`, if discovery lists the scope', ['address']),
  unsupported('oidcc-scope-phone', 'the same for `openid phone`, if discovery lists the scope', ['phone']),
  unsupported('oidcc-scope-all', 'the same for all scopes at once, if discovery lists them', ['address', 'phone']),
  {
    name: 'oidcc-ensure-other-scope-order-succeeds',
    asserts: '`email openid` works as `openid email` does',
    pkce: 'added',
    result: 'passed',
    run: (suite) => claimsFor(suite, 'email openid'),
  },
];

const NO_PKCE = ['code_challenge', 'code_challenge_method'];

/** An unsigned request object that holds all of a request, as JWT of the algorithm none. */
function requestObject(address: URL, issuer: string): string {
  const claims = { ...Object.fromEntries(address.searchParams), iss: address.searchParams.get('client_id'), aud: issuer };
  return `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}

/** A request by object: the server says in its metadata and in its answer that it takes none, so the suite has nothing to test. */
async function refusedObject(suite: Suite, name: 'request' | 'request_uri', outer: Record<string, string> = {}): Promise<Result> {
  const metadata = await metadataOf(suite);
  expect(metadata[`${name}_parameter_supported`]).not.toBe(true);
  const { address } = await requestOf(suite, { without: NO_PKCE });
  const value = name === 'request' ? requestObject(address, metadata.issuer) : 'https://suite.example/request.jwt';
  address.searchParams.set(name, value);
  for (const [parameter, outside] of Object.entries(outer)) address.searchParams.set(parameter, outside);
  const journey = await suite.browse(suite.openBrowser(), address.href);
  if (outer.redirect_uri !== undefined) expect(journey).toMatchObject({ callback: undefined, answer: { status: 400 } });
  else expect(errorOf(journey).error).toBe(`${name}_not_supported`);
  return 'skipped';
}

const OBJECTS: Module[] = [
  {
    name: 'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
    asserts: 'a `request_uri` is followed, or refused as request_uri_not_supported',
    pkce: 'as the suite',
    result: 'skipped',
    why: 'refused as unsupported, after which the suite skips',
    run: (suite) => refusedObject(suite, 'request_uri'),
  },
  {
    name: 'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
    asserts: 'an unsigned request object is followed, or refused as request_not_supported',
    pkce: 'as the suite',
    result: 'skipped',
    why: 'refused as unsupported, after which the suite skips',
    run: (suite) => refusedObject(suite, 'request'),
  },
];

const ESSENTIAL: Module[] = [
  {
    name: 'oidcc-claims-essential',
    asserts: '`claims` with an essential `name` for userinfo is no error; a missing name in userinfo, or one in the ID token, is a warning',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const wanted = JSON.stringify({ userinfo: { name: { essential: true } } });
      const { party, tokens, claims } = await flow(suite, { more: { claims: wanted } });
      const { name } = await oidc.fetchUserInfo(party, tokens.access_token, claims.sub);
      return name === suite.person.name && claims.name === undefined ? 'passed' : 'warning';
    },
  },
];

const OBJECT_ADDRESS: Module[] = [
  {
    name: 'oidcc-ensure-request-object-with-redirect-uri',
    asserts: 'the `redirect_uri` of a request object counts, and not the invalid one beside it',
    pkce: 'as the suite',
    result: 'skipped',
    why: 'request objects are not supported; the invalid address gets the error page',
    run: (suite) => refusedObject(suite, 'request', { redirect_uri: `${REDIRECT_URI}/invalid` }),
  },
];

/** The modules about scopes, claims and request objects, in the groups between which others stand. */
export const CLAIMS = { SCOPES, OBJECTS, ESSENTIAL, OBJECT_ADDRESS };
