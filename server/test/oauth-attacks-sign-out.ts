import { createHmac, createPublicKey } from 'node:crypto';
import { NOW_MS } from './database.ts';
import type { Attack, Stage } from './oauth-attack.ts';
import type { Visited } from './browser-jar.ts';
import { CALLBACK, createPerson, type Person, SIGNED_OUT } from './oauth-world.ts';

type Parameters = Record<string, string>;

/** Somebody who signed in to the program `web`, with the ID token it got and what it would send to sign them out. */
interface Signed {
  person: Person;
  access: string;
  parameters: { id_token_hint: string; post_logout_redirect_uri: string; state: string };
}

async function signed({ world, driver, clients }: Stage): Promise<Signed> {
  const person = await createPerson(world, [[world.mine, 'viewer']]);
  const { id_token: hint, access_token: access } = await driver.tokens(person, clients.web, 'openid read');
  return { person, access, parameters: { id_token_hint: hint, post_logout_redirect_uri: SIGNED_OUT, state: 'st' } };
}

const addressOf = ({ world }: Stage, parameters: Parameters) =>
  `${world.server.url}/oauth/end-session?${new URLSearchParams(parameters).toString()}`;

/** The page that asks, as the person's browser shows it in the end, with its form. */
async function pageOf(stage: Stage, { jar }: Person, parameters: Parameters) {
  const first = await jar.visit(addressOf(stage, parameters), { isCrossSite: true });
  const bounce = /content="0;url=([^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&');
  const answer = bounce === undefined ? first : await jar.visit(stage.world.server.url + bounce);
  const inputs = answer.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return { answer, form: Object.fromEntries<string>([...inputs].map(([, name, value]) => [name, value])) };
}

async function confirm({ world }: Stage, { jar }: Person, form: Parameters, isCrossSite = false): Promise<Visited> {
  return jar.visit(`${world.server.url}/oauth/end-session/confirm`, { form, isCrossSite });
}

/** Whether the person's browser is still signed in. */
async function standing({ world }: Stage, { jar }: Person): Promise<string> {
  const { text } = await jar.visit(`${world.server.url}/api/v1/security/sessions/current`);
  return (JSON.parse(text) as { person?: object | null }).person ? 'still signed in' : 'SIGNED OUT';
}

const outcome = ({ status, location }: Visited) => (location === undefined ? `${status}, nobody is sent on` : `${status} to ${location}`);

/** A request to sign out with something wrong in it. */
function refused(name: string, status: number, change: (stage: Stage, signedIn: Signed) => Promise<Parameters> | Parameters): Attack {
  return {
    name: `sign-out: ${name}`,
    expected: `${status}, nobody is sent on; still signed in`,
    run: async (stage) => {
      const signedIn = await signed(stage);
      const { answer } = await pageOf(stage, signedIn.person, await change(stage, signedIn));
      return `${outcome(answer)}; ${await standing(stage, signedIn.person)}`;
    },
  };
}

/** The page's form, sent with something changed. */
function forgedForm(
  name: string,
  change: (form: Parameters, stage: Stage) => Promise<Parameters> | Parameters,
  isCrossSite = false,
): Attack {
  return {
    name: `sign-out: ${name}`,
    expected: '403, nobody is sent on; still signed in',
    run: async (stage) => {
      const { person, parameters } = await signed(stage);
      const { form } = await pageOf(stage, person, parameters);
      const answer = await confirm(stage, person, { ...(await change(form, stage)), decision: 'sign_out' }, isCrossSite);
      return `${outcome(answer)}; ${await standing(stage, person)}`;
    },
  };
}

const ADDRESSES: readonly (readonly [string, string])[] = [
  ['another site', 'https://evil.example/'],
  ['the host as a prefix', 'https://rp.example.evil.example/bye'],
  ['the host as a user name', 'https://rp.example@evil.example/bye'],
  ['a longer path', `${SIGNED_OUT}/evil`],
  ['an added query', `${SIGNED_OUT}?x=1`],
  ['a fragment', `${SIGNED_OUT}#x`],
  ['a script', 'javascript:alert(1)'],
  ['the address of the sign-in', CALLBACK],
];

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function signedByPublicKey({ world }: Stage, hint: string): Promise<string> {
  const { keys } = (await world.server.send('GET', '/oauth/jwks')).json as { keys: { kid: string }[] };
  const pem = createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const text = `${part({ alg: 'HS256', kid: keys[0].kid })}.${hint.split('.')[1]}`;
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}

const HINTS: Attack[] = [
  refused('an address without an ID token', 400, (_, { parameters: { id_token_hint: _hint, ...rest } }) => rest),
  refused('the ID token of somebody else', 403, async ({ driver, ann, clients }, { parameters }) => ({
    ...parameters,
    id_token_hint: (await driver.tokens(ann, clients.web, 'openid')).id_token,
  })),
  refused('the ID token of another program', 400, async ({ driver, clients }, { person, parameters }) => ({
    ...parameters,
    id_token_hint: (await driver.tokens(person, clients.other, 'openid')).id_token,
  })),
  refused('an ID token with the algorithm none', 400, (_, { parameters }) => ({
    ...parameters,
    id_token_hint: `${part({ alg: 'none' })}.${parameters.id_token_hint.split('.')[1]}.`,
  })),
  refused('an ID token signed HS256 with the public key as secret', 400, async (stage, { parameters }) => ({
    ...parameters,
    id_token_hint: await signedByPublicKey(stage, parameters.id_token_hint),
  })),
  refused('an access token as ID token', 400, (_, { parameters, access }) => ({ ...parameters, id_token_hint: access })),
  refused('a client_id that is not the ID token’s', 400, ({ clients }, { parameters }) => ({ ...parameters, client_id: clients.other.id })),
];

const FORMS: Attack[] = [
  forgedForm('the form posted by a page of another site', (form) => form, true),
  forgedForm('a token made up', (form) => ({ ...form, token: 'x'.repeat(43) })),
  forgedForm('the token of somebody else’s page', async (form, stage) => {
    const other = await signed(stage);
    return { ...form, token: (await pageOf(stage, other.person, other.parameters)).form.token };
  }),
  forgedForm('a forged state', (form) => ({ ...form, state: 'forged' })),
  forgedForm('a forged address', (form) => ({ ...form, redirectUri: 'https://evil.example/' })),
  forgedForm('another program’s id', (form, { clients }) => ({ ...form, clientId: clients.other.id })),
];

const REST: Attack[] = [
  {
    name: 'sign-out by a link alone',
    expected: 'the page asks first, and says who; still signed in',
    run: async (stage) => {
      const { person } = await signed(stage);
      const { answer } = await pageOf(stage, person, {});
      const asks = answer.text.includes('Sign out of Earshot?') && answer.text.includes(person.email);
      return `${asks ? 'the page asks first, and says who' : answer.text}; ${await standing(stage, person)}`;
    },
  },
  {
    name: 'the sign-out page in a frame, or with a script',
    expected: 'neither is allowed, and the name of a program is only text',
    run: async (stage) => {
      const { person, parameters } = await signed(stage);
      const { answer } = await pageOf(stage, person, parameters);
      const policy = answer.headers.get('content-security-policy') ?? '';
      const isClosed = policy.includes("frame-ancestors 'none'") && policy.includes("default-src 'none'") && !policy.includes('script');
      const isText = answer.text.includes('Web &amp; Co asks') && !answer.text.includes('<b>');
      return isClosed && isText ? 'neither is allowed, and the name of a program is only text' : policy;
    },
  },
  {
    name: 'sign-out: a state with signs that mean something in addresses',
    expected: 'comes back as it was, and alone',
    run: async (stage) => {
      const { person, parameters } = await signed(stage);
      const state = 'a b&c=%"<\r\nSet-Cookie: x=1';
      const { form } = await pageOf(stage, person, { ...parameters, state });
      const decoded = form.state?.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
      const answer = await confirm(stage, person, { ...form, state: decoded, decision: 'sign_out' });
      const back = new URL(answer.location ?? '');
      const isSame = back.searchParams.get('state') === state && back.searchParams.size === 1 && back.hostname === 'rp.example';
      return isSame && !answer.headers.getSetCookie().some((line) => line.startsWith('x=')) ? 'comes back as it was, and alone' : back.href;
    },
  },
  {
    name: 'sign-out: a parameter given twice',
    expected: '400, nobody is sent on; still signed in',
    run: async (stage) => {
      const { person, parameters } = await signed(stage);
      const address = `${addressOf(stage, parameters)}&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F`;
      return `${outcome(await person.jar.visit(address))}; ${await standing(stage, person)}`;
    },
  },
  {
    name: 'sign-out: an address that was taken from the program meanwhile',
    expected: '403, nobody is sent on; still signed in',
    run: async (stage) => {
      const { person, parameters } = await signed(stage);
      const { form } = await pageOf(stage, person, parameters);
      const text = 'update oauth_clients set post_logout_redirect_uris = $2 where id = $1';
      await stage.world.admin.query(text, [stage.clients.web.id, []]);
      try {
        return `${outcome(await confirm(stage, person, { ...form, decision: 'sign_out' }))}; ${await standing(stage, person)}`;
      } finally {
        await stage.world.admin.query(text, [stage.clients.web.id, [SIGNED_OUT]]);
      }
    },
  },
  {
    name: 'sign-out where nobody is signed in',
    expected: '303 to the registered address, since the ID token is ours',
    run: async (stage) => {
      const { person, parameters } = await signed(stage);
      stage.world.database.setNow(NOW_MS + 2 * 3_600_000);
      try {
        const { answer } = await pageOf(stage, person, parameters);
        return answer.location === `${SIGNED_OUT}?state=st` ? '303 to the registered address, since the ID token is ours' : outcome(answer);
      } finally {
        stage.world.database.setNow(NOW_MS);
      }
    },
  },
  {
    name: 'what a sign-out ends',
    expected: 'the session, and the program’s token: 401; kept: what it was given for the person’s absence: 200, another program: 200',
    run: async (stage) => {
      const { driver, clients } = stage;
      const { person, access, parameters } = await signed(stage);
      const away = await driver.tokens(person, clients.web);
      const other = await driver.tokens(person, clients.other, 'openid read');
      const { form } = await pageOf(stage, person, parameters);
      await confirm(stage, person, { ...form, decision: 'sign_out' });
      const isOut = (await standing(stage, person)) === 'SIGNED OUT';
      const [token, absent, others] = await Promise.all(
        [access, away.access_token, other.access_token].map(async (one) => (await driver.read(one)).status),
      );
      const ended = `${isOut ? 'the session' : 'NOT the session'}, and the program’s token: ${token}`;
      return `${ended}; kept: what it was given for the person’s absence: ${absent}, another program: ${others}`;
    },
  },
];

export const SIGN_OUT_ATTACKS: readonly Attack[] = [
  ...ADDRESSES.map(([what, uri]) =>
    refused(`the address is ${what}`, 400, (_, { parameters }) => ({ ...parameters, post_logout_redirect_uri: uri })),
  ),
  ...HINTS,
  ...FORMS,
  ...REST,
];
