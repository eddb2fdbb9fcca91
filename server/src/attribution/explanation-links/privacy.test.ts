import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { checkExplanation } from './rules.ts';
import type { CreatedExplanationLink, ExplanationKeys } from './schema.ts';
import { forgetExpiredExplanations } from './service.ts';

const DAY_MS = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** The show that only the touch of somebody else in the household was in. */
const FOREIGN = 'show-of-another';

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T08:00:00Z`;

const place = { kind: 'download', campaign: 'winter', channel: 'podcast' } as const;
const sale = { kind: 'purchase', valueMinor: 10_000, currency: 'USD' } as const;

/** An order of one person who shares a device with another: two touches of their own, and one of the other in between. */
async function leaveShared(name: string): Promise<void> {
  const { context } = world.database;
  const { actor } = world.mine;
  const buyer = { userId: `buyer of ${name}`, deviceId: `device of ${name}` };
  const other = { userId: `other of ${name}`, deviceId: `device of ${name}` };
  const touches = [
    { id: `${name}-1`, ...place, show: 'one', occurredAt: at(1), identity: buyer },
    { id: `${name}-2`, ...place, show: FOREIGN, occurredAt: at(8), identity: other },
    { id: `${name}-3`, ...place, show: 'two', occurredAt: at(10), identity: buyer },
  ];
  await acceptTouchpoints(context, actor, touches, 'server');
  await acceptConversions(context, actor, [{ id: name, ...sale, occurredAt: at(15), identity: buyer }], 'server');
  await world.drain();
}

/** An order of one person that a second record ties to another's device, whose touch it has by that record alone. */
async function leaveTwoRecords(name: string): Promise<void> {
  const { context } = world.database;
  const { actor } = world.mine;
  const other = { userId: `other of ${name}`, deviceId: `device of ${name}` };
  const touches = [
    { id: `${name}-1`, ...place, show: 'one', occurredAt: at(1), identity: { userId: `buyer of ${name}` } },
    { id: `${name}-2`, ...place, show: FOREIGN, occurredAt: at(8), identity: other },
  ];
  await acceptTouchpoints(context, actor, touches, 'server');
  const order = { ...sale, orderId: `order ${name}` };
  const records = [
    { id: name, ...order, occurredAt: at(15), identity: { userId: `buyer of ${name}` } },
    { id: `${name}-again`, ...order, occurredAt: at(16), identity: { deviceId: `device of ${name}`, userId: `again of ${name}` } },
  ];
  await acceptConversions(context, actor, records, 'server');
  await world.drain();
}

const send = (name: string) => world.send('POST', `/attribution/conversions/${name}/explanation-links`, { body: {} });
const pathOf = ({ json }: { json: unknown }) => new URL((json as CreatedExplanationLink).address).pathname;

async function make(name: string): Promise<string> {
  const answer = await send(name);
  expect(answer.status, answer.text).toBe(201);
  return pathOf(answer);
}

async function ask(body: object): Promise<string> {
  const created = await world.send('POST', '/security/privacy-requests', { body: { verification: 'document', ...body } });
  expect(created.status, created.text).toBe(201);
  return (created.json as { id: string }).id;
}

async function expectShown(path: string): Promise<void> {
  for (const address of [path, `${path}.json`]) {
    const { status, text } = await world.server.send('GET', address);
    expect(status).toBe(200);
    expect(text).toContain(FOREIGN);
  }
}

async function expectHidden(path: string, says: string): Promise<void> {
  for (const address of [path, `${path}.json`]) {
    const { status, text } = await world.server.send('GET', address);
    expect(status).toBe(410);
    expect(text).toContain(says);
    expect(text).not.toMatch(/show-of-another|100\.00|winter/);
  }
}

test('a page that is made while a person on its path is erased tells nothing of them afterwards', async () => {
  await leaveShared('shared-1');
  const request = await ask({ kind: 'erasure', identities: [{ userId: 'other of shared-1' }] });
  await world.admin.query(
    `create function wait_for_test() returns trigger language plpgsql as
     'begin perform pg_advisory_xact_lock(4711); return new; end';
     create trigger wait_for_test before insert on explanation_links for each row execute function wait_for_test()`,
  );
  await world.admin.query('select pg_advisory_lock(4711)');
  const waits = () => waitingSessions(world.admin);
  const making = send('shared-1');
  await expect.poll(waits).toBe(1);
  let isErased = false;
  const erasing = world.erase(request).then(() => (isErased = true));
  await expect.poll(async () => isErased || (await waits()) > 1).toBe(true);
  await world.admin.query('select pg_advisory_unlock(4711)');
  const made = await making;
  await erasing;
  await world.drain();
  await world.admin.query('drop trigger wait_for_test on explanation_links; drop function wait_for_test()');
  expect(made.status, made.text).toBe(201);
  await expectHidden(pathOf(made), 'was erased');
  await leaveShared('shared-2');
  await expectShown(await make('shared-2'));
});

test.each([
  ['a touch on its path', leaveShared, { userId: 'other of restricted-0' }],
  ['a touch that it has by another record of its order', leaveTwoRecords, { userId: 'other of restricted-1' }],
  ['another record of its order', leaveTwoRecords, { userId: 'again of restricted-2' }],
])('while %s is restricted the page shows nothing', async (_, leave, identity) => {
  const name = /restricted-\d/.exec(JSON.stringify(identity))?.[0] ?? '';
  await leave(name);
  const path = await make(name);
  await expectShown(path);
  const request = await ask({ kind: 'restriction', identities: [identity] });
  await world.erase(request);
  await expectHidden(path, 'is restricted');
  expect((await world.send('POST', `/security/privacy-requests/${request}/end`, { body: {} })).status).toBe(200);
  await world.drain();
  await expectShown(path);
});

test('from the moment of a restriction until paths are built anew a page shows nothing, and none is made', async () => {
  await leaveShared('waiting');
  const path = await make('waiting');
  await world.admin.query(
    `insert into dirty_conversions (tenant_id, conversion_id, priority, reason) values ($1, 'waiting', -1, 'restricted')`,
    [world.mine.tenantId],
  );
  await expectHidden(path, 'is restricted');
  expect(await send('waiting')).toMatchObject({ status: 409, json: { code: 'conflict' } });
  await world.drain();
  await expectShown(path);
});

test('a page whose touch turned out not to be of the person whom it was told of shows nothing any more', async () => {
  await leaveShared('righted');
  const path = await make('righted');
  const corrections = [{ event: 'touchpoint', id: 'righted-2', isNotTheirs: true }];
  await world.erase(await ask({ kind: 'rectification', identities: [{ userId: 'other of righted' }], corrections }));
  await expectHidden(path, 'put right');
});

test('a touch that a path has by another record of its order is erased from the pages and versions of the order', async () => {
  await leaveTwoRecords('recorded');
  const path = await make('recorded');
  await world.erase(await ask({ kind: 'erasure', identities: [{ userId: 'other of recorded' }] }));
  await expectHidden(path, 'was erased');
  const { rows } = await world.admin.query<{ found: string }>(
    `select touchpoint_ids::text as found from path_history where conversion_id like 'recorded%'
     union all select touchpoint_ids::text from paths where conversion_id like 'recorded%'`,
  );
  expect(rows.map(({ found }) => found).join()).not.toContain('recorded-2');
});

test('a page does not tell that its path was written anew because of what a person asked for', async () => {
  await leaveShared('reasoned');
  await world.erase(await ask({ kind: 'restriction', identities: [{ userId: 'other of reasoned' }] }));
  const { json, text } = await world.server.send('GET', `${await make('reasoned')}.json`);
  expect(text).not.toContain('restricted');
  const keys = (await world.server.send('GET', '/.well-known/explanation-keys.json')).json as ExplanationKeys;
  expect(checkExplanation(json, keys).faults).toEqual([]);
});

test('what an expired page told is forgotten within the hour, also where the tenant makes no other', async () => {
  await leaveShared('over');
  await make('over');
  const kept = async () =>
    (await world.admin.query(`select 1 from explanation_links where conversion_id = 'over' and statement is not null`)).rowCount;
  const forgetAt = async (ms: number) => {
    world.database.setNow(ms);
    await forgetExpiredExplanations(world.database.context, 'system');
    world.database.setNow(NOW_MS);
  };
  await forgetAt(NOW_MS + 30 * DAY_MS - 1);
  expect(await kept()).toBe(1);
  await forgetAt(NOW_MS + 30 * DAY_MS);
  expect(await kept()).toBe(0);
});
