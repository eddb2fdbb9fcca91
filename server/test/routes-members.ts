import { createInvitation } from '../src/security/invitations/service.ts';
import { createTestTenant } from './database.ts';
import { addTestMember, cookieOf, createTestPerson } from './people.ts';
import { api, NOBODY, type RouteFixture, type Sent } from './route-fixture.ts';
import type { World } from './world.ts';

const role = { role: 'analyst' };
const SESSION = '01a213e7-890d-7f87-9b32-3881f0d89ed0';

/** The owner, signed in afresh: what only people may do needs somebody who has just proved who they are. */
function asOwner({ database: { context }, mine }: World): () => Promise<Sent> {
  return async () => ({ headers: { cookie: await cookieOf(context, mine.owner) } });
}

/** The member, a member again, and the owner who does something to them. */
async function bringBack(world: World): Promise<Sent> {
  const { admin, mine } = world;
  await admin.query(
    `insert into members (tenant_id, person_id, email, name, role) values ($1, $2, 'again@people.example', 'Again', 'viewer')
     on conflict do nothing`,
    [mine.tenantId, mine.memberId],
  );
  return asOwner(world)();
}

function memberRoutes(world: World): RouteFixture[] {
  const { database, mine, theirs } = world;
  const member = (id: string) => api(`/members/${id}`);
  const owner = asOwner(world);
  const somebody = async () => {
    const person = await createTestPerson(database.context);
    await addTestMember(database.context, person, mine.tenantId, 'viewer');
    return { headers: { cookie: await cookieOf(database.context, person) } };
  };
  const memberAgain = () => bringBack(world);
  return [
    {
      operation: 'GET /api/v1/members',
      permission: 'members.read',
      status: 200,
      valid: { path: api('/members?limit=1') },
      audited: 'member.list',
    },
    {
      operation: 'PATCH /api/v1/members/{id}',
      permission: 'members.write',
      status: 200,
      prepare: owner,
      valid: { path: member(mine.memberId), body: role },
      absent: { path: member(NOBODY), body: role },
      foreign: { path: member(theirs.memberId), body: role },
      malformed: member('not-a-uuid'),
      audited: 'member.change',
    },
    {
      operation: 'DELETE /api/v1/members/{id}',
      permission: 'members.write',
      status: 200,
      prepare: memberAgain,
      valid: { path: member(mine.memberId) },
      absent: { path: member(NOBODY) },
      foreign: { path: member(theirs.memberId) },
      malformed: member('not-a-uuid'),
      audited: 'member.remove',
    },
    {
      operation: 'GET /api/v1/members/{id}/keys',
      permission: 'members.read',
      status: 200,
      valid: { path: member(`${mine.owner.id}/keys`) },
      absent: { path: member(`${NOBODY}/keys`) },
      foreign: { path: member(`${theirs.owner.id}/keys`) },
      malformed: member('not-a-uuid/keys'),
    },
    {
      operation: 'DELETE /api/v1/members/me',
      permission: 'members.leave',
      status: 204,
      prepare: somebody,
      valid: { path: member('me') },
      audited: 'member.leave',
    },
  ];
}

function memberSessionRoutes(world: World): RouteFixture[] {
  const { mine, theirs } = world;
  const member = (id: string) => api(`/members/${id}`);
  /** A session of the member under a known id, whatever was ended before. */
  const signedInMember = async () => {
    const sent = await bringBack(world);
    await world.admin.query(
      `insert into sessions (id, token_hash, person_id, acting_tenant_id, created_at, last_seen_at, expires_at, verified_at, user_agent,
         address_hint)
       values ($1::uuid, sha256($1::uuid::text::bytea), $2, $3, now(), now(), now() + interval '400 days', now(), '', '')
       on conflict do nothing`,
      [SESSION, mine.memberId, mine.tenantId],
    );
    return sent;
  };
  return [
    {
      operation: 'GET /api/v1/members/{id}/sessions',
      permission: 'members.read',
      status: 200,
      valid: { path: member(`${mine.owner.id}/sessions`) },
      absent: { path: member(`${NOBODY}/sessions`) },
      foreign: { path: member(`${theirs.owner.id}/sessions`) },
      malformed: member('not-a-uuid/sessions'),
      audited: 'member_session.list',
    },
    {
      operation: 'DELETE /api/v1/members/{id}/sessions',
      permission: 'members.write',
      status: 204,
      prepare: signedInMember,
      valid: { path: member(`${mine.memberId}/sessions`) },
      absent: { path: member(`${NOBODY}/sessions`) },
      foreign: { path: member(`${theirs.memberId}/sessions`) },
      malformed: member('not-a-uuid/sessions'),
      audited: 'member_session.revoke',
    },
    {
      operation: 'DELETE /api/v1/members/{id}/sessions/{sessionId}',
      permission: 'members.write',
      status: 204,
      prepare: signedInMember,
      valid: { path: member(`${mine.memberId}/sessions/${SESSION}`) },
      absent: { path: member(`${mine.memberId}/sessions/${NOBODY}`) },
      foreign: { path: member(`${mine.memberId}/sessions/${theirs.spareSessionId}`) },
      malformed: member(`${mine.memberId}/sessions/not-a-uuid`),
      audited: 'member_session.revoke',
    },
  ];
}

function mailChoiceRoutes(world: World): RouteFixture[] {
  const choices = api('/members/me/mail-choices');
  return [
    {
      operation: 'GET /api/v1/members/me/mail-choices',
      permission: 'mail_choices.read',
      status: 200,
      prepare: asOwner(world),
      valid: { path: choices },
    },
    {
      operation: 'PUT /api/v1/members/me/mail-choices/{kind}',
      permission: 'mail_choices.write',
      status: 200,
      prepare: asOwner(world),
      valid: { path: `${choices}/quotas`, body: { isMailed: false } },
      malformed: `${choices}/weather`,
      audited: 'mail_choice.put',
    },
  ];
}

function invitationRoutes(world: World): RouteFixture[] {
  const { admin, mine, theirs } = world;
  const invitation = (id: string, rest = '') => api(`/invitations/${id}${rest}`);
  const owner = asOwner(world);
  const openAgain = async () => {
    await admin.query('update invitations set revoked_at = null, sends = 1 where id = $1', [mine.invitationId]);
    return owner();
  };
  return [
    {
      operation: 'GET /api/v1/invitations',
      permission: 'invitations.read',
      status: 200,
      valid: { path: api('/invitations') },
      audited: 'invitation.list',
    },
    {
      operation: 'POST /api/v1/invitations',
      permission: 'invitations.write',
      status: 201,
      prepare: async () => {
        await admin.query('update invitations set revoked_at = now() where id <> $1', [mine.invitationId]);
        return owner();
      },
      valid: { path: api('/invitations'), body: { email: 'somebody@new.example', role: 'viewer' } },
      audited: 'invitation.create',
    },
    {
      operation: 'POST /api/v1/invitations/{id}/send',
      permission: 'invitations.write',
      status: 200,
      prepare: openAgain,
      valid: { path: invitation(mine.invitationId, '/send'), body: {} },
      absent: { path: invitation(NOBODY, '/send'), body: {} },
      foreign: { path: invitation(theirs.invitationId, '/send'), body: {} },
      malformed: invitation('not-a-uuid', '/send'),
      audited: 'invitation.send',
    },
    {
      operation: 'DELETE /api/v1/invitations/{id}',
      permission: 'invitations.write',
      status: 204,
      prepare: openAgain,
      valid: { path: invitation(mine.invitationId) },
      absent: { path: invitation(NOBODY) },
      foreign: { path: invitation(theirs.invitationId) },
      malformed: invitation('not-a-uuid'),
      audited: 'invitation.revoke',
    },
  ];
}

/** An invitation of a tenant of its own, for a person who is signed in. */
function invited({ database }: World): () => Promise<Sent> {
  const { context } = database;
  return async () => {
    const { actor } = await createTestTenant(context, { name: 'Inviting' });
    const person = await createTestPerson(context);
    await createInvitation(context, actor, { email: person.email, role: 'viewer' });
    const mail = (await database.mails()).findLast(({ to }) => to === person.email);
    const token = /#(\S+)/.exec(mail?.text ?? '')?.[1];
    return { headers: { cookie: await cookieOf(context, person) }, body: { token } };
  };
}

function ownRoutes(world: World): RouteFixture[] {
  const { mine } = world;
  const current = (rest: string) => api(`/security/sessions/current/${rest}`);
  return [
    {
      operation: 'POST /api/v1/invitations/look-up',
      status: 200,
      prepare: invited(world),
      valid: { path: api('/invitations/look-up'), body: { token: 'x' } },
    },
    {
      operation: 'POST /api/v1/invitations/accept',
      status: 201,
      prepare: invited(world),
      valid: { path: api('/invitations/accept'), body: { token: 'x' } },
    },
    {
      operation: 'GET /api/v1/security/sessions/current/tenants',
      status: 200,
      isOwn: true,
      prepare: asOwner(world),
      valid: { path: current('tenants') },
    },
    {
      operation: 'PUT /api/v1/security/sessions/current/tenant',
      status: 200,
      isOwn: true,
      prepare: asOwner(world),
      valid: { path: current('tenant'), body: { tenant: mine.slug } },
      audited: 'session.switch',
    },
  ];
}

/** Members, invitations, and the tenants a person belongs to. */
export function membershipRoutes(world: World): RouteFixture[] {
  return [
    ...memberRoutes(world),
    ...memberSessionRoutes(world),
    ...mailChoiceRoutes(world),
    ...invitationRoutes(world),
    ...ownRoutes(world),
  ];
}
