import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { runPrivacyRequests, startPrivacyWork, tidyPrivacyRequests } from '../work/service.ts';
import { isGenuine } from './rules.ts';
import type { PrivacyRequest } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const BASE = '/security/privacy-requests';
const identities = (userId: string) => [{ userId }];

async function create(body: object): Promise<PrivacyRequest> {
  const answer = await world.send('POST', BASE, { body });
  expect(answer.status, answer.text).toBe(201);
  return answer.json as PrivacyRequest;
}

const read = async (id: string) => (await world.send('GET', `${BASE}/${id}`)).json as PrivacyRequest;
const step = (id: string, verb: string, body: object = {}) => world.send('POST', `${BASE}/${id}/${verb}`, { body });
const work = () => runPrivacyRequests(world.database.context, 'system', world.mine.tenantId);

let events = 0;
/** A touchpoint and an order of somebody, matched. */
async function eventsOf(userId: string, more: object = {}) {
  events += 1;
  const [touch, order] = [`p-t-${events}`, `p-o-${events}`];
  const at = { occurredAt: '2026-11-12T10:00:00Z', identity: { userId } };
  await world.send('POST', '/touchpoints', { body: { touchpoints: [{ id: touch, kind: 'click', campaign: 'privacy', ...at }] } });
  const sale = { id: order, kind: 'purchase', valueMinor: 1_000, currency: 'USD', ...at, ...more };
  await world.send('POST', '/conversions', { body: { conversions: [sale] } });
  await drainTenant(world.database.context, 'system', world.mine.tenantId);
  return { touch, order };
}

const credited = async (order: string) => {
  const answer = await world.send('GET', `/attribution/conversions/${encodeURIComponent(order)}/explanation`);
  return (answer.json as { touchpoints: { id: string }[] }).touchpoints.map(({ id }) => id).sort();
};

async function storedText(): Promise<string> {
  const { rows } = await world.admin.query<{ row: string }>('select r::text as row from privacy_requests r where tenant_id = $1', [
    world.mine.tenantId,
  ]);
  return rows.map(({ row }) => row).join('\n');
}

describe('a request', () => {
  test('waits until the tenant has said how it made sure who asks, is due in a month, and keeps no name', async () => {
    const request = await create({ kind: 'access', identities: [{ email: 'Jane.Doe@example.org', userId: 'jane-doe-99' }] });
    expect(request).toMatchObject({ status: 'received', verification: null, dueAt: '2026-12-20T12:00:00.000Z', isOverdue: false });
    expect(await storedText()).not.toMatch(/jane/i);
    expect(await work()).not.toContainEqual(expect.objectContaining({ request: request.id }));
    expect((await step(request.id, 'verify', { verification: 'known_person' })).json).toMatchObject({ status: 'in_progress' });
    expect((await step(request.id, 'verify', { verification: 'document' })).json).toMatchObject({ verification: 'known_person' });
    expect(await work()).toContainEqual(expect.objectContaining({ request: request.id }));
    expect(await read(request.id)).toMatchObject({ status: 'done', receipt: { verification: 'known_person' } });
  });

  test('can be extended once, with a reason, to three months; late ones say so', async () => {
    const { id } = await create({ kind: 'access', identities: identities('late') });
    world.database.setNow(Date.parse('2026-12-20T12:00:00.001Z'));
    expect(await read(id)).toMatchObject({ isOverdue: true });
    world.database.setNow(NOW_MS);
    expect((await step(id, 'extend', { reason: 'complexity' })).json).toMatchObject({ dueAt: '2027-02-20T12:00:00.000Z' });
    expect((await step(id, 'extend', { reason: 'number_of_requests' })).json).toMatchObject({ extension: 'complexity' });
    expect((await step(id, 'extend', { reason: 'no time' })).status).toBe(400);
  });

  test('can be refused with a reason before work begins, and is then over and nobody’s', async () => {
    const { id } = await create({ kind: 'erasure', identities: identities('refused') });
    expect((await step(id, 'refuse', { reason: 'manifestly_unfounded' })).json).toMatchObject({
      status: 'refused',
      refusal: 'manifestly_unfounded',
      finishedAt: '2026-11-20T12:00:00.000Z',
    });
    expect((await step(id, 'verify', { verification: 'document' })).status).toBe(409);
    expect((await step(id, 'extend', { reason: 'complexity' })).status).toBe(409);
    const { rows } = await world.admin.query('select subject_keys from privacy_requests where id = $1', [id]);
    expect(rows).toEqual([{ subject_keys: null }]);
    const begun = await create({ kind: 'erasure', identities: identities('begun'), verification: 'document' });
    expect((await step(begun.id, 'refuse', { reason: 'excessive' })).status).toBe(409);
    await work();
  });

  test('expires when nobody was made sure for in 30 days', async () => {
    const { id } = await create({ kind: 'access', identities: identities('silent') });
    await tidyPrivacyRequests(world.database.context, 'system');
    expect(await read(id)).toMatchObject({ status: 'received' });
    world.database.setNow(NOW_MS + 30 * 86_400_000 + 1);
    await tidyPrivacyRequests(world.database.context, 'system');
    world.database.setNow(NOW_MS);
    expect(await read(id)).toMatchObject({ status: 'expired' });
    expect((await world.auditOf(world.mine)).filter(({ target }) => target === id)).toMatchObject([
      { action: 'privacy_request.create' },
      { actor: 'system', action: 'privacy_request.expire' },
    ]);
  });

  test('is confirmed by a mailed code, which five tries are enough to use up', async () => {
    const body = { kind: 'access', identities: [{ email: 'asks@example.org' }], confirmByMail: true };
    const [first, second] = [await create(body), await create(body)];
    expect(first.status).toBe('verifying');
    const mails = (await world.database.mails()).filter(({ to }) => to === 'asks@example.org');
    expect(mails).toHaveLength(2);
    const [code, other] = mails.map(({ text }) => / {4}(\w{12})/.exec(text)?.[1] ?? '');
    const verify = (id: string, tried: string) => step(id, 'verify', { verification: 'mail_confirmed', code: tried });
    expect((await verify(first.id, other)).status).toBe(400);
    expect((await verify(first.id, code)).json).toMatchObject({ status: 'in_progress', verification: 'mail_confirmed' });
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await verify(second.id, 'wrong')).status).toBe(400);
    expect((await verify(second.id, other)).status).toBe(409);
    expect(await read(second.id)).toMatchObject({ status: 'verifying' });
    expect(await storedText()).not.toContain(code);
  });

  test.each([
    ['without a name', { kind: 'access', identities: [] }],
    ['with an address alone', { kind: 'access', identities: [{ ip: '203.0.113.5' }] }],
    ['for a rectification of nothing', { kind: 'rectification', identities: identities('x') }],
    ['for corrections without rectification', { kind: 'access', identities: identities('x'), corrections: [{}] }],
    ['with an objection beside an access', { kind: 'access', identities: identities('x'), objects: true }],
    ['for a code without an address to mail it to', { kind: 'access', identities: identities('x'), confirmByMail: true }],
  ])('is not taken %s', async (_what, body) => {
    expect((await world.send('POST', BASE, { body })).status).toBe(400);
  });

  test('sent twice with one Idempotency-Key is one', async () => {
    const sending = { body: { kind: 'access', identities: identities('twice') }, headers: { 'idempotency-key': 'once' } };
    const [first, second] = [await world.send('POST', BASE, sending), await world.send('POST', BASE, sending)];
    expect(second.json).toEqual(first.json);
  });

  test('stands in a list, newest first, that pages without a gap', async () => {
    const all = (await world.send('GET', `${BASE}?limit=200`)).json as { items: PrivacyRequest[] };
    const seen: string[] = [];
    for (let cursor = ''; cursor !== '&cursor=null';) {
      const page = (await world.send('GET', `${BASE}?limit=3${cursor}`)).json as { items: PrivacyRequest[]; nextCursor: string | null };
      seen.push(...page.items.map(({ id }) => id));
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(all.items.map(({ id }) => id));
    expect((await world.send('GET', BASE, { key: world.theirs.apiKey })).text).not.toContain(seen[0]);
  });
});

/** The export of a request as a browser or curl gets it. */
async function download(id: string): Promise<{ headers: Headers; bytes: Buffer }> {
  const headers = { authorization: `Bearer ${world.mine.apiKey}` };
  const answer = await fetch(`${world.server.url}/api/v1${BASE}/${id}/export`, { headers });
  expect(answer.status).toBe(200);
  return { headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe('access and portability', () => {
  test('gather everything of the person in a zip of JSON and CSV, sealed, until it expires', async () => {
    const { touch, order } = await eventsOf('curious');
    await eventsOf('somebody-else');
    const request = await create({ kind: 'access', identities: identities('curious'), verification: 'signed_in' });
    expect((await world.send('GET', `${BASE}/${request.id}/export`)).status).toBe(404);
    await work();
    const done = await read(request.id);
    expect(done).toMatchObject({ status: 'done', receipt: { counts: { touchpoints: 1, conversions: 1, refunds: 0, paths: 1 } } });
    expect(done.exportExpiresAt).toBe('2026-11-27T12:00:00.000Z');
    const { headers, bytes } = await download(request.id);
    expect(headers.get('content-type')).toBe('application/zip');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="privacy-request-${request.id}.zip"`);
    expect(headers.get('content-digest')).toBe(`sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`);
    expect(headers.get('content-length')).toBe(String(bytes.length));
    const files = unzipSync(bytes);
    const parts = ['requests', 'touchpoints', 'conversions', 'refunds', 'answers', 'paths', 'deliveries'];
    const names = parts.flatMap((name) => [`${name}.csv`, `${name}.json`]);
    expect(Object.keys(files).sort()).toEqual(['README.txt', ...names].sort());
    expect(JSON.parse(strFromU8(files['touchpoints.json']))).toMatchObject([{ id: touch, campaign: 'privacy', identifiedBy: ['user'] }]);
    expect(strFromU8(files['conversions.csv'])).toContain(`\r\n${order},2026-11-12T10:00:00.000Z,`);
    expect(JSON.parse(strFromU8(files['paths.json']))).toMatchObject([
      { conversionId: order, touchpointIds: [touch], otherTouchpoints: 0 },
    ]);
    const { rows } = await world.admin.query<{ sealed: Buffer }>('select sealed from privacy_exports where request_id = $1', [request.id]);
    expect(rows[0].sealed.includes(Buffer.from('PK\u0003\u0004'))).toBe(false);
    world.database.setNow(NOW_MS + 7 * 86_400_000);
    expect((await world.send('GET', `${BASE}/${request.id}/export`)).status).toBe(404);
    await tidyPrivacyRequests(world.database.context, 'system');
    world.database.setNow(NOW_MS);
    expect((await world.admin.query('select 1 from privacy_exports where request_id = $1', [request.id])).rowCount).toBe(0);
    expect((await world.auditOf(world.mine)).filter(({ target }) => target === request.id).map(({ action }) => action)).toEqual([
      'privacy_request.create',
      'privacy_request.finish',
      'privacy_request.export',
      'privacy_export.delete',
    ]);
  });

  test('to take elsewhere leave out what was inferred', async () => {
    await eventsOf('mover');
    const request = await create({ kind: 'portability', identities: identities('mover'), verification: 'signed_in' });
    await work();
    expect(Object.keys(unzipSync((await download(request.id)).bytes))).not.toContain('paths.json');
  });
});

describe('an erasure', () => {
  test('ends with a signed receipt that counts what was done and names nobody', async () => {
    const { order } = await eventsOf('gone');
    const request = await create({ kind: 'erasure', identities: identities('gone'), verification: 'document' });
    await work();
    const { receipt, status } = await read(request.id);
    expect({ status, receipt }).toMatchObject({
      status: 'done',
      receipt: { kind: 'erasure', counts: { requests: 0, touchpoints: 1, amounts: 1, records: 0, refunds: 0, paths: 1, pathVersions: 0 } },
    });
    expect(receipt && isGenuine(receipt)).toBe(true);
    expect(JSON.stringify(receipt)).not.toMatch(/gone|p-[to]-/);
    expect((await world.send('GET', `/attribution/conversions/${order}/explanation`)).status).toBe(404);
    const listed = (await world.send('GET', '/conversions?limit=200')).json as { items: { id: string; occurredAt: string }[] };
    const amount = listed.items.find(({ id }) => id.startsWith('erased:'));
    const explained = await world.send('GET', `/attribution/conversions/${encodeURIComponent(amount?.id ?? '')}/explanation`);
    expect(explained.json).toMatchObject({ unattributedReason: 'erased', valueMinor: 1_000, touchpoints: [] });
    const { rows } = await world.admin.query('select subject_keys from privacy_requests where id = $1', [request.id]);
    expect(rows).toEqual([{ subject_keys: null }]);
  });

  test('is taken up by the server by itself, also when the process that began it died', async () => {
    await eventsOf('left-over');
    const request = await create({ kind: 'erasure', identities: identities('left-over'), verification: 'document' });
    const { context } = world.database;
    const running = startPrivacyWork(context, 'system', 10);
    let { status } = request;
    while (status !== 'done') ({ status } = await read(request.id));
    await running.close();
    expect((await world.admin.query('select 1 from privacy_work where request_id = $1', [request.id])).rowCount).toBe(0);
  });
});

describe('a restriction', () => {
  test('takes the events out of matching, keeps them, and lets them in again when it ends', async () => {
    const { touch, order } = await eventsOf('quiet');
    const before = (await world.send('GET', '/attribution/report')).json as { totals: object };
    expect(await credited(order)).toEqual([touch]);
    const request = await create({ kind: 'restriction', identities: identities('quiet'), verification: 'document' });
    await work();
    expect(await credited(order)).toEqual([]);
    const more = await eventsOf('quiet');
    expect(await credited(more.order)).toEqual([]);
    const kept = await world.admin.query('select 1 from touchpoints where tenant_id = $1 and id = $2', [world.mine.tenantId, touch]);
    expect(kept.rowCount).toBe(1);
    expect((await step(request.id, 'end')).json).toMatchObject({ endedAt: '2026-11-20T12:00:00.000Z' });
    expect((await step(request.id, 'end')).status).toBe(200);
    expect(await credited(order)).toEqual([touch, more.touch].sort());
    expect(((await world.send('GET', '/attribution/report')).json as { totals: object }).totals).not.toEqual(before.totals);
  });
});

describe('an objection', () => {
  test('keeps identities out from then on and the earlier events out of matching, until it is taken back', async () => {
    const { touch, order } = await eventsOf('objector');
    const request = await create({ kind: 'objection', identities: identities('objector'), verification: 'signed_in' });
    await work();
    expect(await credited(order)).toEqual([]);
    const later = await eventsOf('objector');
    expect(await credited(later.order)).toEqual([]);
    const { rows } = await world.admin.query('select user_key, consent from touchpoints where tenant_id = $1 and id = $2', [
      world.mine.tenantId,
      later.touch,
    ]);
    expect(rows).toEqual([{ user_key: null, consent: 'unknown' }]);
    await step(request.id, 'end');
    expect(await credited(order)).toEqual([touch]);
    const again = await eventsOf('objector');
    expect(await credited(again.order)).toEqual([touch, again.touch].sort());
  });
});

describe('a rectification', () => {
  test('puts right what a person disputes in their events, restates, and stays when the event is sent again', async () => {
    const { touch, order } = await eventsOf('exact');
    const corrections = [
      { event: 'conversion', id: order, valueMinor: 250, currency: 'EUR', kind: 'subscription', isNewCustomer: false },
      { event: 'touchpoint', id: touch, isNotTheirs: true },
    ];
    await create({ kind: 'rectification', identities: identities('exact'), verification: 'document', corrections });
    await work();
    const explained = await world.send('GET', `/attribution/conversions/${order}/explanation`);
    expect(explained.json).toMatchObject({ valueMinor: 250, currency: 'EUR', kind: 'subscription', touchpoints: [] });
    const sale = { id: order, kind: 'purchase', valueMinor: 1_000, currency: 'USD', occurredAt: '2026-11-12T10:00:00Z' };
    const again = await world.send('POST', '/conversions', { body: { conversions: [{ ...sale, identity: { userId: 'exact' } }] } });
    expect(again.json).toMatchObject({ duplicates: 1 });
    expect((await world.send('GET', `/attribution/conversions/${order}/explanation`)).json).toMatchObject({ valueMinor: 250 });
  });

  test('of an event that is not the person’s is refused as a whole', async () => {
    const [own, foreign] = [await eventsOf('owner'), await eventsOf('stranger')];
    const corrections = [own.order, foreign.order].map((id) => ({ event: 'conversion', id, isNewCustomer: true }));
    const request = await create({ kind: 'rectification', identities: identities('owner'), verification: 'document', corrections });
    await work();
    expect(await read(request.id)).toMatchObject({ status: 'refused', refusal: 'manifestly_unfounded', receipt: null });
    const { rows } = await world.admin.query('select distinct is_new_customer from conversions where tenant_id = $1 and id = any ($2)', [
      world.mine.tenantId,
      [own.order, foreign.order],
    ]);
    expect(rows).toEqual([{ is_new_customer: null }]);
  });
});

test('without the scope admin nothing of it can be read or done', async () => {
  for (const scope of ['read', 'ingest'] as const) {
    const key = world.mine.keys[scope];
    expect((await world.send('GET', BASE, { key })).status).toBe(403);
    expect((await world.send('POST', BASE, { key, body: { kind: 'access', identities: identities('x') } })).status).toBe(403);
  }
});

describe('work that fails', () => {
  test('of one tenant, or one request, holds up nobody else’s, and is done once it can be', async () => {
    const { context } = world.database;
    const ask = async (key: string, kind: 'access' | 'restriction') => {
      const answer = await world.send('POST', BASE, { key, body: { kind, identities: identities('held-up'), verification: 'document' } });
      return (answer.json as PrivacyRequest).id;
    };
    const parties = [world.mine, world.theirs];
    const failing = await Promise.all(parties.map(({ apiKey }) => ask(apiKey, 'access')));
    const others = await Promise.all(parties.map(({ apiKey }) => ask(apiKey, 'restriction')));
    await world.admin.query(`create function refuse_export() returns trigger language plpgsql as 'begin raise exception ''no room''; end'`);
    await world.admin.query('create trigger refuse before insert on privacy_exports for each row execute function refuse_export()');
    const statuses = async (ids: readonly string[]) => {
      const rows = await world.admin.query<{ status: string }>('select status from privacy_requests where id = any ($1)', [ids]);
      return new Set(rows.rows.map(({ status }) => status));
    };
    const running = startPrivacyWork(context, 'system', 10);
    await expect.poll(() => statuses(others)).toEqual(new Set(['done']));
    await running.close();
    expect(await statuses(failing)).toEqual(new Set(['in_progress']));
    await world.admin.query('drop trigger refuse on privacy_exports');
    world.database.setNow(NOW_MS + 3_600_000);
    for (const { tenantId } of parties) await runPrivacyRequests(context, 'system', tenantId);
    world.database.setNow(NOW_MS);
    expect(await statuses(failing)).toEqual(new Set(['done']));
  });

  test('after a part of an erasure was done is not told as a refusal, and goes on to its end', async () => {
    const [touchedBy, orderedBy] = [{ userId: 'half-erased', deviceId: 'half-device' }, { deviceId: 'half-device' }];
    const at = { occurredAt: '2026-11-12T10:00:00Z' };
    await world.send('POST', '/touchpoints', { body: { touchpoints: [{ id: 'half-t', kind: 'click', ...at, identity: touchedBy }] } });
    const order = { id: 'half-o', kind: 'purchase', valueMinor: 1_000, currency: 'USD', ...at, identity: orderedBy };
    await world.send('POST', '/conversions', { body: { conversions: [order] } });
    await drainTenant(world.database.context, 'system', world.mine.tenantId);
    expect(await credited('half-o')).toEqual(['half-t']);
    const setValue = (value: string) =>
      world.admin.query('update conversions set value_minor = $1 where id = $2 and tenant_id = $3', [value, 'half-o', world.mine.tenantId]);
    // A sum that cannot be told exactly is an `invalid_request` too, and comes when the path is built anew.
    await setValue('9007199254740993');
    const { id } = await create({ kind: 'erasure', identities: identities('half-erased'), verification: 'document' });
    await expect(work()).rejects.toThrow('privacy requests could not be worked on');
    expect(await read(id)).toMatchObject({ status: 'in_progress', refusal: null });
    await setValue('1000');
    world.database.setNow(NOW_MS + 3_600_000);
    await work();
    world.database.setNow(NOW_MS);
    expect(await read(id)).toMatchObject({ status: 'done', receipt: { counts: { touchpoints: 1 } } });
    expect(await credited('half-o')).toEqual([]);
  });
});

test('an erasure deletes what was gathered for the person before, and nobody else’s', async () => {
  await eventsOf('gathered');
  const about = (userId: string, kind: string) => create({ kind, identities: identities(userId), verification: 'document' });
  const [own, others] = [await about('gathered', 'access'), await about('somebody-else', 'access')];
  await work();
  const statusOf = async ({ id }: PrivacyRequest) => (await world.send('GET', `${BASE}/${id}/export`)).status;
  expect([await statusOf(own), await statusOf(others)]).toEqual([200, 200]);
  const erasure = await about('gathered', 'erasure');
  await work();
  expect([await statusOf(own), await statusOf(others)]).toEqual([404, 200]);
  const rows = (await world.auditOf(world.mine)).filter(({ target }) => target === own.id || target === erasure.id);
  expect(rows.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['privacy_export.delete', 'privacy.erase', 'privacy_request.finish']),
  );
});
