import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../../test/http.ts';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { drainRequests } from '../counting/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const AGENT = 'AntennaPod/3.4.0';

const request = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  url: 'https://cdn.example/show/1.mp3?x=1',
  ip: '198.51.100.7',
  userAgent: AGENT,
  show: 'daily',
  episode: 'one',
  ...more,
});

const post = (requests: object[], party: Party = world.mine): Promise<Answer> =>
  world.send('POST', '/tracking/requests', { key: party.apiKey, body: { requests } });
const count = ({ tenantId }: Party = world.mine) => drainRequests(world.database.context, 'system', tenantId);

async function stored(like: string, { tenantId }: Party = world.mine) {
  const { rows } = await world.admin.query<Record<string, unknown>>(
    'select * from episode_requests where tenant_id = $1 and id like $2 order by id',
    [tenantId, like],
  );
  return rows;
}

async function touchpointsOf(like: string, { tenantId }: Party = world.mine) {
  const { rows } = await world.admin.query<Record<string, unknown>>(
    'select * from touchpoints where tenant_id = $1 and id like $2 order by id',
    [tenantId, `download:${like}`],
  );
  return rows;
}

test('requests are stored once each, in the tenant that sent them, and a changed one is a conflict', async () => {
  const batch = [request('once-1'), request('once-2', { occurredAt: '2026-11-10T11:00:00+01:00' })];
  expect(await post(batch)).toMatchObject({ status: 202, json: { accepted: 2, duplicates: 0, rejected: [] } });
  expect((await post(batch)).json).toMatchObject({ accepted: 0, duplicates: 2 });
  expect((await post([request('once-1', { status: 206 })])).json).toMatchObject({ rejected: [{ index: 0, code: 'conflict' }] });
  expect(await stored('once-%')).toHaveLength(2);
  expect(await stored('once-%', world.theirs)).toHaveLength(0);
  expect((await post(batch, world.theirs)).json).toMatchObject({ accepted: 2 });
});

test('each invalid request is told apart, and does not keep its neighbours out', async () => {
  const answer = await post([
    request('bad-1', { ip: 'nowhere' }),
    request('good-1'),
    request('bad-2', { ip: undefined }),
    request('bad-3', { ipHash: 'both' }),
    request('bad-4', { bytesSent: -1 }),
    request('bad-5', { occurredAt: '2020-01-01T00:00:00Z' }),
    request('bad-6', { colour: 'red' }),
  ]);
  expect(answer).toMatchObject({ status: 202, json: { accepted: 1 } });
  const { rejected } = answer.json as { rejected: { index: number; code: string }[] };
  expect(rejected.map(({ index, code }) => [index, code])).toEqual([
    [0, 'invalid'],
    [2, 'invalid'],
    [3, 'invalid'],
    [4, 'invalid'],
    [5, 'too_old'],
    [6, 'invalid'],
  ]);
});

test('nothing stored holds an address or a plain hash of one; the address itself is kept sealed, by day', async () => {
  await post([request('private-1', { ip: '2001:db8:1:2:3:4:5:6' })]);
  const [row] = await stored('private-1');
  const text = JSON.stringify(row);
  expect(text).not.toContain('2001:db8');
  expect(text).not.toContain('cdn.example');
  const { rows } = await world.admin.query<{ day: string; sealed: Buffer }>(
    'select day::text, sealed from request_addresses where tenant_id = $1 and address_key = $2',
    [world.mine.tenantId, row.address_key],
  );
  expect(rows.map(({ day }) => day)).toEqual(['2026-11-20']);
  expect(rows[0].sealed.toString('latin1')).not.toContain('2001:db8');
});

test('a counted download becomes one touchpoint with the same identity as any event of that listener', async () => {
  await post([
    request('once-more', { ip: '198.51.100.40' }),
    request('repeat-1', { ip: '198.51.100.40', occurredAt: '2026-11-10T12:00:00Z' }),
  ]);
  await count();
  expect((await stored('once-more')).map(({ fate }) => fate)).toEqual(['download']);
  expect((await stored('repeat-1')).map(({ fate }) => fate)).toEqual(['repeat']);
  const [touchpoint, ...more] = await touchpointsOf('once-more%');
  expect(more).toEqual([]);
  expect(touchpoint).toMatchObject({
    kind: 'download',
    channel: 'podcast',
    show: 'daily',
    episode: 'one',
    campaign: null,
    metadata: { evidence: 'prefix_request', connectionType: 'unknown', source: 'api' },
  });
  const plain = {
    id: 'by-hand',
    occurredAt: '2026-11-10T10:00:00Z',
    kind: 'download',
    identity: { ip: '198.51.100.40', userAgent: AGENT },
  };
  await world.send('POST', '/touchpoints', { body: { touchpoints: [plain] } });
  const { rows } = await world.admin.query(`select address_key, agent_key from touchpoints where id = 'by-hand'`);
  expect(rows).toEqual([{ address_key: touchpoint.address_key, agent_key: touchpoint.agent_key }]);
});

describe('of a listener of whom nothing may be kept', () => {
  test('requests are counted by a hash of the day, and the touchpoint carries no identity', async () => {
    const denied = { consent: 'denied', ip: '198.51.100.41' };
    await post([request('no-1', denied), request('no-2', { ...denied, occurredAt: '2026-11-10T10:00:05Z' })]);
    await post([request('no-3', { ...denied, occurredAt: '2026-11-11T10:00:00Z' })]);
    await count();
    const rows = await stored('no-%');
    expect(rows.map(({ fate, address_key }) => [fate, address_key])).toEqual([
      ['download', null],
      ['repeat', null],
      ['download', null],
    ]);
    expect(rows[0].listener_key).toBe(rows[1].listener_key);
    expect(rows[0].listener_key).not.toBe(rows[2].listener_key);
    const [touchpoint] = await touchpointsOf('no-1');
    expect(touchpoint).toMatchObject({ address_key: null, agent_key: null, consent: 'denied' });
  });

  test('the same holds where the tenant drops what is unknown', async () => {
    const put = (change: object) =>
      world.send('PUT', `/tenants/${world.mine.tenantId}/settings`, { body: { ...TENANT_DEFAULTS, ...change } });
    await put({ consentUnknown: 'drop' });
    try {
      await post([request('unasked', { ip: '198.51.100.42' }), request('asked', { ip: '198.51.100.42', consent: 'granted' })]);
      expect((await stored('unasked'))[0].address_key).toBeNull();
      expect((await stored('asked'))[0].address_key).not.toBeNull();
    } finally {
      await put({});
    }
  });
});

test('an export that has hashes for addresses is counted, and its downloads match nobody', async () => {
  await post([
    request('hashed-1', { ip: undefined, ipHash: 'abc', counted: true }),
    request('hashed-2', { ip: undefined, ipHash: 'abc', counted: false }),
  ]);
  await count();
  expect((await stored('hashed-%')).map(({ fate }) => fate)).toEqual(['download', 'not_counted_by_source']);
  expect(await touchpointsOf('hashed-1')).toMatchObject([{ address_key: null }]);
});

test('a key without the scope is refused', async () => {
  const answer = await world.send('POST', '/tracking/requests', { key: world.mine.keys.read, body: { requests: [request('refused')] } });
  expect(answer.status).toBe(403);
});
