import { NOW_MS } from './database.ts';
import { type Attack, outcomeOf, type Stage } from './oauth-attack.ts';
import { createPerson, type Person } from './oauth-world.ts';

const SILENT = { prompt: 'none' };

/** A member of the tenant `mine` who has decided about nothing yet. */
async function newcomer({ world }: Stage): Promise<Person> {
  return createPerson(world, [[world.mine, 'viewer']]);
}

async function grantEnds({ world }: Stage, { id }: Person): Promise<number[]> {
  const text = `select expires_at from oauth_artifacts where model = 'Grant' and person_id = $1`;
  const { rows } = await world.admin.query<{ expires_at: Date }>(text, [id]);
  return rows.map(({ expires_at }) => Math.round(expires_at.getTime() / 1_000));
}

const PROMPT_NONE: Attack[] = [
  {
    name: 'prompt=none, to skip the consent page',
    expected: 'consent_required',
    run: async (stage) => outcomeOf(await stage.driver.authorize(await newcomer(stage), stage.clients.web, SILENT)),
  },
  {
    name: 'prompt=none for more than the person allowed',
    expected: 'consent_required',
    run: async (stage) => {
      const person = await newcomer(stage);
      await stage.driver.authorize(person, stage.clients.web, { scope: 'openid' });
      return outcomeOf(await stage.driver.authorize(person, stage.clients.web, { ...SILENT, scope: 'openid read' }));
    },
  },
  {
    name: 'prompt=none for claims beyond what the person allowed',
    expected: 'consent_required',
    run: async (stage) => {
      const person = await newcomer(stage);
      await stage.driver.authorize(person, stage.clients.web, { scope: 'openid' });
      const claims = JSON.stringify({ userinfo: { email: null } });
      return outcomeOf(await stage.driver.authorize(person, stage.clients.web, { ...SILENT, scope: 'openid', claims }));
    },
  },
  {
    name: 'prompt=none from a program without a secret, let in before',
    expected: 'consent_required',
    run: async (stage) => {
      const person = await newcomer(stage);
      await stage.driver.authorize(person, stage.clients.browser);
      return outcomeOf(await stage.driver.authorize(person, stage.clients.browser, SILENT));
    },
  },
  {
    name: 'prompt=none after the person took the consent back',
    expected: 'before: a code; after: consent_required',
    run: async (stage) => {
      const { driver, clients, world } = stage;
      const person = await newcomer(stage);
      await driver.authorize(person, clients.web);
      const before = outcomeOf(await driver.authorize(person, clients.web, SILENT));
      const path = `/api/v1/security/oauth-consents/${clients.web.id}`;
      await person.jar.visit(world.server.url + path, { method: 'DELETE', headers: { origin: world.server.url } });
      return `before: ${before}; after: ${outcomeOf(await driver.authorize(person, clients.web, SILENT))}`;
    },
  },
  {
    name: 'prompt=none with the ID token of somebody else',
    expected: 'login_required',
    run: async (stage) => {
      const person = await newcomer(stage);
      await stage.driver.authorize(person, stage.clients.web);
      const { id_token: hint } = await stage.driver.tokens(stage.ann, stage.clients.web, 'openid');
      return outcomeOf(await stage.driver.authorize(person, stage.clients.web, { ...SILENT, id_token_hint: hint }));
    },
  },
  {
    name: 'prompt=none by a person who is no member of the client’s tenant',
    expected: 'login_required',
    run: async ({ driver, clients, stranger }) => outcomeOf(await driver.authorize(stranger, clients.web, SILENT)),
  },
  {
    name: 'prompt=none since the tenant asks for a second factor that the person lacks',
    expected: 'before: a code; after: login_required',
    run: async (stage) => {
      const { driver, clients, world } = stage;
      const person = await newcomer(stage);
      await driver.authorize(person, clients.web);
      const before = outcomeOf(await driver.authorize(person, clients.web, SILENT));
      const ask = (isAsked: boolean) =>
        world.admin.query('update tenants set mfa_required = $2 where tenant_id = $1', [world.mine.tenantId, isAsked]);
      await ask(true);
      try {
        return `before: ${before}; after: ${outcomeOf(await driver.authorize(person, clients.web, SILENT))}`;
      } finally {
        await ask(false);
      }
    },
  },
  {
    name: 'prompt=none from another site, without the session cookie',
    expected: 'our own page asks for it first',
    run: async (stage) => {
      const person = await newcomer(stage);
      const { text } = await person.jar.visit(stage.driver.authorizeUrl(stage.clients.web, SILENT), { isCrossSite: true });
      return text.includes('http-equiv="refresh"') ? 'our own page asks for it first' : text;
    },
  },
  {
    name: 'prompt=none for a refresh token',
    expected: 'none comes',
    run: async (stage) => {
      const { driver, clients } = stage;
      const person = await newcomer(stage);
      await driver.authorize(person, clients.web, { scope: 'openid offline_access' });
      const value = await driver.code(person, clients.web, { ...SILENT, scope: 'openid offline_access' });
      const { json } = await driver.redeem(clients.web, value);
      return json.refresh_token === undefined ? 'none comes' : 'A REFRESH TOKEN';
    },
  },
  {
    name: 'a consent made longer by prompt=none',
    expected: 'ends when it would have ended, and each answer is in the audit log',
    run: async (stage) => {
      const { driver, clients, world } = stage;
      const person = await newcomer(stage);
      await driver.authorize(person, clients.web);
      world.database.setNow(NOW_MS + 30 * 60_000);
      await driver.authorize(person, clients.web, SILENT).finally(() => world.database.setNow(NOW_MS));
      const [first, second] = await grantEnds(stage, person);
      const actions = (await world.auditOf(world.mine)).filter(({ actor }) => actor === `member:${person.id}`).map(({ action }) => action);
      const isRight = Math.abs(first - second) <= 1 && actions.join() === 'oauth_consent.give,oauth_consent.reuse';
      return isRight ? 'ends when it would have ended, and each answer is in the audit log' : `${first} ${second} ${actions.join()}`;
    },
  },
];

const CLAIMS: Attack[] = [
  {
    name: 'claims in place of a scope',
    expected: 'the consent page says what they show',
    run: async (stage) => {
      const claims = JSON.stringify({ userinfo: { email: { essential: true } } });
      const { consent } = await stage.driver.authorize(stage.ann, stage.clients.web, { scope: 'openid', claims }, 'stop');
      return consent?.html.includes('See your e-mail address') === true ? 'the consent page says what they show' : String(consent?.html);
    },
  },
  {
    name: 'claims of a scope that the client does not have',
    expected: 'the person’s id and the tenant’s, nothing else',
    run: async ({ driver, ann, clients }) => {
      const claims = JSON.stringify({ userinfo: { email: { essential: true }, name: null }, id_token: { email: null } });
      const { json } = await driver.redeem(clients.other, await driver.code(ann, clients.other, { scope: 'openid', claims }));
      const names = Object.keys((await driver.userinfo(json.access_token)).json as object)
        .toSorted()
        .join();
      const inToken = Buffer.from(json.id_token.split('.')[1], 'base64url').toString().includes(ann.email);
      return names === 'sub,tenant' && !inToken ? 'the person’s id and the tenant’s, nothing else' : names;
    },
  },
  {
    name: 'an essential acr that nothing here can meet',
    expected: 'invalid_request',
    run: async ({ driver, ann, clients }) => {
      const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['2'] } } });
      return outcomeOf(await driver.authorize(ann, clients.web, { claims }));
    },
  },
  {
    name: 'claims that are no JSON',
    expected: 'invalid_request',
    run: async ({ driver, ann, clients }) => outcomeOf(await driver.authorize(ann, clients.web, { claims: '{' })),
  },
  {
    name: 'the ID token of somebody else as a hint',
    expected: 'no access, and 403 for an "allow" all the same',
    run: async ({ driver, ann, administrator, clients }) => {
      const { id_token: hint } = await driver.tokens(administrator, clients.web, 'openid');
      const { consent, answer: shown } = await driver.authorize(ann, clients.web, { id_token_hint: hint }, 'stop');
      const answer = await ann.jar.visit(consent?.url ?? '', { form: { token: consent?.token ?? '', decision: 'allow' } });
      const isClosed = shown.text.includes('cannot use this app');
      return isClosed ? `no access, and ${answer.status} for an "allow" all the same` : shown.text;
    },
  },
];

export const SILENT_ATTACKS: readonly Attack[] = [...PROMPT_NONE, ...CLAIMS];
