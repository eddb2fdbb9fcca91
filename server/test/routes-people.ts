import { inAuth } from '../src/platform/tenant-door.ts';
import { createLinkIn } from '../src/security/links/service.ts';
import type { LinkKind } from '../src/security/links/rules.ts';
import { sealForInstallation } from '../src/platform/vault.ts';
import { codeAt, secretPlace } from '../src/security/mfa/rules.ts';
import { upsertCandidate } from '../src/security/mfa/store.ts';
import { cookieOf, createTestPerson, giveTestFactor } from './people.ts';
import { api, NOBODY, type RouteFixture, type Sent } from './route-fixture.ts';
import type { World } from './world.ts';

const PASSWORD = 'a few words in a row';

/** What each request needs afresh: a person, their session, a code or a link that was not used yet. */
function makings({ database: { context } }: World) {
  const nobodyYet = () => createTestPerson(context);
  return {
    person: async (): Promise<Sent> => ({ headers: { cookie: await cookieOf(context, await nobodyYet()) } }),
    factor: async (): Promise<Sent> => {
      const person = await nobodyYet();
      await giveTestFactor(context, person);
      return { headers: { cookie: await cookieOf(context, person) } };
    },
    code: (state: 'open' | 'pending') => async (): Promise<Sent> => {
      const person = await nobodyYet();
      const code = (await giveTestFactor(context, person))(context.clock());
      return { headers: { cookie: await cookieOf(context, person, state) }, body: { code } };
    },
    candidate: async (): Promise<Sent> => {
      const person = await nobodyYet();
      const secret = Buffer.alloc(20, 7);
      const sealed = await sealForInstallation(context, secretPlace(person.id), secret);
      await inAuth(context.db, (tx) => upsertCandidate(tx, person.id, sealed, context.clock()));
      return { headers: { cookie: await cookieOf(context, person) }, body: { code: codeAt(secret, context.clock()) } };
    },
    link: (kind: LinkKind, more: object) => async (): Promise<Sent> => {
      const { id: personId, email } = await nobodyYet();
      const url = await inAuth(context.db, (tx) => createLinkIn(context, tx, { personId, email }, kind));
      return { body: { token: url.slice(url.indexOf('#') + 1), ...more } };
    },
  };
}

function accountRoutes(world: World): RouteFixture[] {
  const { person, link } = makings(world);
  const own = { isOwn: true, prepare: person } as const;
  const me = api('/security/people/me');
  const anywhere = { email: 'nobody@nowhere.example' };
  return [
    { operation: 'GET /api/v1/security/people/me', status: 200, ...own, valid: { path: me } },
    {
      operation: 'PUT /api/v1/security/people/me',
      status: 200,
      ...own,
      valid: { path: me, body: { name: 'Another Name' } },
      audited: 'person.rename',
    },
    {
      operation: 'PUT /api/v1/security/people/me/email',
      status: 204,
      ...own,
      valid: { path: `${me}/email`, body: anywhere },
      audited: 'person.ask_email',
    },
    {
      operation: 'PUT /api/v1/security/password',
      status: 204,
      ...own,
      valid: { path: api('/security/password'), body: { newPassword: PASSWORD } },
      audited: 'person.change_password',
    },
    {
      operation: 'POST /api/v1/security/password/reset-requests',
      status: 204,
      valid: { path: api('/security/password/reset-requests'), body: anywhere },
    },
    {
      operation: 'POST /api/v1/security/password/resets',
      status: 204,
      prepare: link('choose_password', { password: PASSWORD }),
      valid: { path: api('/security/password/resets'), body: { token: 'x', password: PASSWORD } },
      audited: 'person.reset_password',
    },
    {
      operation: 'POST /api/v1/security/verification',
      status: 204,
      prepare: link('verify_email', {}),
      valid: { path: api('/security/verification'), body: { token: 'x' } },
      audited: 'person.verify_email',
    },
    {
      operation: 'POST /api/v1/security/verification/requests',
      status: 204,
      valid: { path: api('/security/verification/requests'), body: anywhere },
    },
  ];
}

function factorRoutes(world: World): RouteFixture[] {
  const { person, candidate, factor } = makings(world);
  return [
    {
      operation: 'POST /api/v1/security/mfa/enrolment',
      status: 200,
      isOwn: true,
      prepare: person,
      valid: { path: api('/security/mfa/enrolment') },
    },
    {
      operation: 'POST /api/v1/security/mfa/confirmation',
      status: 200,
      isOwn: true,
      prepare: candidate,
      valid: { path: api('/security/mfa/confirmation'), body: { code: '000000' } },
      audited: 'mfa.enrol',
    },
    {
      operation: 'POST /api/v1/security/mfa/recovery-codes',
      status: 200,
      isOwn: true,
      prepare: factor,
      valid: { path: api('/security/mfa/recovery-codes') },
      audited: 'mfa.renew_recovery_codes',
    },
    {
      operation: 'DELETE /api/v1/security/mfa',
      status: 204,
      isOwn: true,
      prepare: factor,
      valid: { path: api('/security/mfa') },
      audited: 'mfa.remove',
    },
  ];
}

function sessionRoutes(world: World): RouteFixture[] {
  const { person, code } = makings(world);
  const own = { isOwn: true, prepare: person } as const;
  const sessions = api('/security/sessions');
  return [
    {
      operation: 'POST /api/v1/security/sessions',
      status: 201,
      valid: { path: sessions, body: { apiKey: world.mine.apiKey } },
      auditedBeside: /^session\.create$/,
    },
    { operation: 'GET /api/v1/security/sessions', status: 200, ...own, valid: { path: sessions } },
    { operation: 'DELETE /api/v1/security/sessions', status: 204, ...own, valid: { path: sessions }, audited: 'session.revoke_others' },
    {
      operation: 'DELETE /api/v1/security/sessions/{id}',
      status: 204,
      isOwn: true,
      prepare: async () => ({ headers: { cookie: await cookieOf(world.database.context, world.mine.owner) } }),
      valid: { path: `${sessions}/${world.mine.spareSessionId}` },
      absent: { path: `${sessions}/${NOBODY}` },
      foreign: { path: `${sessions}/${world.theirs.spareSessionId}` },
      malformed: `${sessions}/not-a-uuid`,
      audited: 'session.revoke',
    },
    { operation: 'GET /api/v1/security/sessions/current', status: 200, valid: { path: `${sessions}/current` } },
    { operation: 'DELETE /api/v1/security/sessions/current', status: 204, valid: { path: `${sessions}/current` } },
    {
      operation: 'POST /api/v1/security/sessions/current/second-factor',
      status: 200,
      prepare: code('pending'),
      valid: { path: `${sessions}/current/second-factor`, body: { code: '000000' } },
      audited: 'person.sign_in',
    },
    {
      operation: 'POST /api/v1/security/sessions/current/step-up',
      status: 200,
      isOwn: true,
      prepare: code('open'),
      valid: { path: `${sessions}/current/step-up`, body: { code: '000000' } },
      audited: 'person.step_up',
    },
  ];
}

/** The routes by which people sign in and keep their accounts. */
export function peopleRoutes(world: World): RouteFixture[] {
  return [...sessionRoutes(world), ...accountRoutes(world), ...factorRoutes(world)];
}
