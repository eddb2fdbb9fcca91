import { inAuth } from '../src/platform/tenant-door.ts';
import { hashCode } from '../src/security/accounts/rules.ts';
import { upsertCode } from '../src/security/accounts/store.ts';
import { cookieOf, createTestPerson } from './people.ts';
import { api, type RouteFixture, type Sent } from './route-fixture.ts';
import type { Party, World } from './world.ts';

const NOBODY = '01a213e7-890d-7f87-9b32-3881f0d89edc';

/** How the routes under /security/privacy-requests are used, well and badly. */
export function privacyRoutes({ mine, theirs }: World): RouteFixture[] {
  const base = '/security/privacy-requests';
  const on = (name: keyof Party['privacyRequests'], rest: string, body?: unknown) => ({
    valid: { path: api(`${base}/${mine.privacyRequests[name]}${rest}`), body },
    absent: { path: api(`${base}/${NOBODY}${rest}`), body },
    foreign: { path: api(`${base}/${theirs.privacyRequests[name]}${rest}`), body },
    malformed: api(`${base}/not-a-uuid${rest}`),
  });
  const write = { permission: 'privacy_requests.write', status: 200 } as const;
  const read = { permission: 'privacy_requests.read', status: 200 } as const;
  return [
    { operation: `GET /api/v1${base}`, ...read, valid: { path: api(`${base}?limit=1`) } },
    { operation: `GET /api/v1${base}/{id}`, ...read, ...on('exported', '') },
    {
      operation: `GET /api/v1${base}/{id}/export`,
      permission: 'privacy_requests.export',
      status: 200,
      ...on('exported', '/export'),
      audited: 'privacy_request.export',
    },
    {
      operation: `POST /api/v1${base}`,
      ...write,
      status: 201,
      valid: { path: api(base), body: { kind: 'access', identities: [{ userId: 'private' }] } },
      audited: 'privacy_request.create',
    },
    {
      operation: `POST /api/v1${base}/{id}/verify`,
      ...write,
      ...on('unverified', '/verify', { verification: 'document' }),
      audited: 'privacy_request.verify',
    },
    {
      operation: `POST /api/v1${base}/{id}/extend`,
      ...write,
      ...on('slow', '/extend', { reason: 'complexity' }),
      audited: 'privacy_request.extend',
    },
    {
      operation: `POST /api/v1${base}/{id}/refuse`,
      ...write,
      ...on('unfounded', '/refuse', { reason: 'excessive' }),
      audited: 'privacy_request.refuse',
    },
    { operation: `POST /api/v1${base}/{id}/end`, ...write, ...on('restriction', '/end', {}), audited: 'privacy_request.end' },
  ];
}

/** How people ask for what is kept of them, and have their account deleted. */
export function accountDataRoutes({ database: { context } }: World): RouteFixture[] {
  const me = api('/security/people/me');
  const person = async (): Promise<Sent> => ({ headers: { cookie: await cookieOf(context, await createTestPerson(context)) } });
  const withCode = async (): Promise<Sent> => {
    const one = await createTestPerson(context);
    await inAuth(context.db, (tx) => upsertCode(tx, one.id, hashCode('the-code'), context.clock() + 60_000));
    return { headers: { cookie: await cookieOf(context, one) }, body: { code: 'the-code' } };
  };
  return [
    {
      operation: 'GET /api/v1/security/people/me/export',
      status: 200,
      isOwn: true,
      prepare: person,
      valid: { path: `${me}/export` },
      audited: 'person.export',
    },
    {
      operation: 'POST /api/v1/security/people/me/deletion',
      status: 204,
      isOwn: true,
      prepare: person,
      valid: { path: `${me}/deletion`, body: {} },
      audited: 'person.ask_deletion',
    },
    {
      operation: 'POST /api/v1/security/people/me/deletion/confirmation',
      status: 204,
      isOwn: true,
      prepare: withCode,
      valid: { path: `${me}/deletion/confirmation`, body: { code: 'the-code' } },
      audited: 'person.delete',
    },
  ];
}
