import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IntakeResult } from '../../platform/item-batch.ts';
import type { Answer } from '../../../test/http.ts';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { findSubject, findSubjectConversionIdsIn } from '../subjects/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const touchpoint = (id: string, campaign = 'spring') => ({
  id,
  occurredAt: '2026-11-01T09:00:00Z',
  kind: 'click',
  campaign,
  identity: { userId: 'u' },
});
const conversion = (id: string, valueMinor = 5) => ({
  id,
  occurredAt: '2026-11-02T09:00:00Z',
  kind: 'purchase',
  valueMinor,
  currency: 'USD',
  identity: { userId: 'u' },
});

function post(path: 'touchpoints' | 'conversions', items: object[], party: Party = world.mine): Promise<Answer> {
  return world.send('POST', `/${path}`, { key: party.apiKey, body: { [path]: items } });
}

function sum(answers: Answer[]): { accepted: number; duplicates: number; conflicts: number } {
  const results = answers.map(({ json }) => json as IntakeResult);
  const add = (pick: (result: IntakeResult) => number) => results.reduce((all, result) => all + pick(result), 0);
  return {
    accepted: add(({ accepted }) => accepted),
    duplicates: add(({ duplicates }) => duplicates),
    conflicts: add(({ rejected }) => rejected.filter(({ code }) => code === 'conflict').length),
  };
}

async function stored(table: string, party: Party, like: string): Promise<{ id: string }[]> {
  const { rows } = await world.admin.query<{ id: string }>(`select id from ${table} where tenant_id = $1 and id like $2`, [
    party.tenantId,
    like,
  ]);
  return rows;
}

/** Resolves once a transaction of the server waits. */
const commitWaits = () => expect.poll(() => waitingSessions(world.admin), { interval: 20 }).toBeGreaterThan(0);

/** Runs `work` while every COMMIT of new keys in `table` runs `statement` first. */
async function atCommit(table: string, statement: string, work: () => Promise<void>): Promise<void> {
  await world.admin.query(
    `create function at_commit() returns trigger language plpgsql as $$ begin ${statement}; return null; end $$;
     create constraint trigger at_commit after insert on ${table} deferrable initially deferred for each row execute function at_commit()`,
  );
  try {
    await work();
  } finally {
    await world.admin.query('drop function at_commit cascade');
  }
}

describe.each([
  ['touchpoints', 'touchpoint_keys', touchpoint],
  ['conversions', 'conversion_keys', conversion],
] as const)('POST /%s', (path, keyTable, item) => {
  test('answers only after the COMMIT', async () => {
    await world.admin.query('select pg_advisory_lock(42)');
    await atCommit(keyTable, 'perform pg_advisory_xact_lock_shared(42)', async () => {
      const answer = post(path, [item('commit-1'), item('commit-2')]);
      await commitWaits();
      expect((await world.server.send('GET', '/health')).status).toBe(200);
      expect(await Promise.race([answer, Promise.resolve('no answer yet')])).toBe('no answer yet');
      expect(await stored(path, world.mine, 'commit-%')).toEqual([]);
      await world.admin.query('select pg_advisory_unlock(42)');
      expect(await answer).toMatchObject({ status: 202, json: { accepted: 2 } });
      expect(await stored(path, world.mine, 'commit-%')).toHaveLength(2);
    });
  });

  test('acknowledges nothing when the COMMIT fails, and takes the same events afterwards', async () => {
    const before = await world.rowCounts();
    await atCommit(keyTable, `raise exception 'no space left' using errcode = '53100'`, async () => {
      const answer = await post(path, [item('failed')]);
      expect(answer).toMatchObject({ status: 503, json: { code: 'unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('30');
      expect(answer.text).not.toContain('space');
    });
    expect(await world.rowCounts()).toEqual(before);
    expect(await post(path, [item('failed')])).toMatchObject({ status: 202, json: { accepted: 1 } });
  });

  test('isolates events that the database refuses: neighbours in the batch and in other requests are stored', async () => {
    await world.admin.query(`alter table ${path} add constraint no_poison check (id not like 'poison%') not valid`);
    const batch = Array.from({ length: 50 }, (_, place) => item(place % 17 === 3 ? `poison-${place}` : `clean-${place}`));
    const [mixed, alone, theirs] = await Promise.all([
      post(path, batch),
      post(path, [item('poison-alone')]),
      post(path, [item('clean-theirs'), item('poison-theirs')], world.theirs),
    ]);
    await world.admin.query(`alter table ${path} drop constraint no_poison`);
    const result = mixed.json as IntakeResult;
    expect(result).toMatchObject({ accepted: 47, duplicates: 0 });
    expect(result.rejected.map(({ index, code }) => [index, code])).toEqual([
      [3, 'invalid'],
      [20, 'invalid'],
      [37, 'invalid'],
    ]);
    expect(alone).toMatchObject({ status: 400, json: { rejected: [{ index: 0, code: 'invalid' }] } });
    expect(theirs).toMatchObject({ status: 202, json: { accepted: 1, rejected: [{ index: 1, code: 'invalid' }] } });
    expect(await stored(path, world.mine, 'clean-%')).toHaveLength(47);
    expect(await stored(keyTable, world.mine, 'poison-%')).toEqual([]);
    expect(await post(path, [item('poison-alone')])).toMatchObject({ status: 202, json: { accepted: 1 } });
  });

  test('accepts each id once per tenant, however batches overlap, in whatever order, from however many senders', async () => {
    const ids = Array.from({ length: 60 }, (_, place) => `overlap-${place}`);
    const orders = [ids, ids.toReversed(), ids.filter((_, place) => place % 2 === 0), ids.slice(20), ids.slice(0, 40).toReversed()];
    const send = (party: Party) =>
      orders
        .flatMap((order) => [order, order])
        .map((order) =>
          post(
            path,
            order.map((id) => item(id)),
            party,
          ),
        );
    const [mine, theirs] = [send(world.mine), send(world.theirs)];
    for (const [party, sent] of [
      [world.mine, mine],
      [world.theirs, theirs],
    ] as const) {
      const answers = await Promise.all(sent);
      expect(answers.every(({ status }) => status === 202)).toBe(true);
      const total = 2 * orders.reduce((all, order) => all + order.length, 0);
      expect(sum(answers)).toEqual({ accepted: 60, duplicates: total - 60, conflicts: 0 });
      expect((await stored(path, party, 'overlap-%')).map(({ id }) => id).sort()).toEqual(ids.toSorted());
    }
  });
});

test('of one id with several contents one is kept, and every other one is told so', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, place) => post('conversions', [conversion('contested', place)])));
  expect(answers.every(({ status }) => status === 202)).toBe(true);
  expect(sum(answers)).toEqual({ accepted: 1, duplicates: 0, conflicts: 19 });
  const { rows } = await world.admin.query<{ value_minor: string }>(`select value_minor from conversions where id = 'contested'`);
  const winner = answers.findIndex(({ json }) => (json as IntakeResult).accepted === 1);
  expect(rows.map(({ value_minor }) => Number(value_minor))).toEqual([winner]);
});

test('the same id may be a touchpoint and a conversion, and may stand in both tenants', async () => {
  for (const party of [world.mine, world.theirs]) {
    expect((await post('touchpoints', [touchpoint('shared')], party)).json).toMatchObject({ accepted: 1 });
    expect((await post('conversions', [conversion('shared')], party)).json).toMatchObject({ accepted: 1 });
  }
});

test('what differs only inside metadata is another content', async () => {
  const withMetadata = (metadata: object) => ({ ...touchpoint('nested'), metadata });
  const send = async (metadata: object) => (await post('touchpoints', [withMetadata(metadata)])).json as IntakeResult;
  expect(await send({ x: { a: 1, b: 2 } })).toMatchObject({ accepted: 1 });
  expect(await send({ x: { b: 2, a: 1 } })).toMatchObject({ duplicates: 1 });
  for (const other of [
    {
      x: [
        ['a', 1],
        ['b', 2],
      ],
    },
    { x: { a: 1, b: '2' } },
    { x: { a: 1 } },
    {},
  ])
    expect(await send(other)).toMatchObject({ rejected: [{ code: 'conflict' }] });
});

test('metadata that grows in the database is taken whole', async () => {
  const metadata = { ones: Array.from({ length: 4_000 }, () => 1) };
  expect((await post('touchpoints', [{ ...touchpoint('dense'), metadata }])).json).toMatchObject({ accepted: 1 });
  const { rows } = await world.admin.query<{ metadata: object }>(`select metadata from touchpoints where id = 'dense'`);
  expect(rows[0].metadata).toEqual(metadata);
});

describe('an event that says nothing of consent, where the tenant drops what is unknown,', () => {
  const put = (change: object) =>
    world.send('PUT', `/tenants/${world.mine.tenantId}/settings`, { body: { ...TENANT_DEFAULTS, ...change } });
  const identity = { userId: 'not-asked', ip: '198.51.100.9', userAgent: 'A browser', deviceId: 'd' };
  const metadata = { connectionType: 'household', referrer: 'https://search.example/?q=not-asked', who: 'not-asked' };
  const kept = async (table: string, id: string) =>
    (
      await world.admin.query<Record<string, unknown>>(
        `select consent, connection_type, metadata, coalesce(address_key, agent_key, user_key, email_key, device_key, click_key) is not null
           as has_identity from ${table} where tenant_id = $1 and id = $2`,
        [world.mine.tenantId, id],
      )
    ).rows[0];

  test('is stored and counted without identity, and needs none; granted keeps it, and other tenants keep theirs', async () => {
    expect((await put({ consentUnknown: 'drop' })).status).toBe(200);
    try {
      const said = { identity, metadata };
      const events = [
        { ...touchpoint('u-1'), ...said },
        { ...touchpoint('u-2'), ...said, consent: 'unknown' },
        { ...touchpoint('u-3'), identity: undefined },
        { ...touchpoint('u-4'), ...said, consent: 'granted' },
      ];
      expect(sum([await post('touchpoints', events)])).toEqual({ accepted: 4, duplicates: 0, conflicts: 0 });
      const order = { ...conversion('u-1'), ...said };
      expect(sum([await post('conversions', [order, { ...conversion('u-2'), identity: undefined }])])).toMatchObject({ accepted: 2 });
      expect(sum([await post('touchpoints', events), await post('conversions', [order])])).toMatchObject({ duplicates: 5, conflicts: 0 });
      const without = { consent: 'unknown', connection_type: 'unknown', metadata: { referrer: 'search.example' }, has_identity: false };
      expect([await kept('touchpoints', 'u-1'), await kept('touchpoints', 'u-2'), await kept('conversions', 'u-1')]).toEqual([
        without,
        without,
        without,
      ]);
      expect(await kept('touchpoints', 'u-4')).toMatchObject({ consent: 'granted', connection_type: 'household', has_identity: true });
      await world.drain();
      expect((await world.send('GET', '/attribution/conversions/u-1/explanation')).json).toMatchObject({ touchpoints: [] });
      const theirs = await world.server.send('POST', '/api/v1/touchpoints', {
        key: world.theirs.apiKey,
        body: { touchpoints: [{ ...touchpoint('u-1'), ...said }] },
      });
      expect(theirs.status).toBe(202);
      const { rows } = await world.admin.query(`select user_key is not null as kept from touchpoints where tenant_id = $1 and id = 'u-1'`, [
        world.theirs.tenantId,
      ]);
      expect(rows).toEqual([{ kept: true }]);
    } finally {
      await put({});
    }
  });

  test('keeps its identity again once the tenant says so; sent again under the other rule it is in conflict', async () => {
    const event = { ...touchpoint('u-5'), identity };
    await post('touchpoints', [event]);
    expect(await kept('touchpoints', 'u-5')).toMatchObject({ has_identity: true });
    await put({ consentUnknown: 'drop' });
    try {
      expect(sum([await post('touchpoints', [event])])).toEqual({ accepted: 0, duplicates: 0, conflicts: 1 });
    } finally {
      await put({});
    }
    expect(sum([await post('touchpoints', [event])])).toMatchObject({ duplicates: 1 });
  });
});

describe('an event whose person denied consent', () => {
  const identity = { userId: 'no-thanks', ip: '198.51.100.9', userAgent: 'A browser' };
  const metadata = { connectionType: 'household', referrer: 'https://search.example/?q=no-thanks', utm_source: 'mail', who: 'no-thanks' };
  const denied = { identity, metadata, consent: 'denied' };

  test('is stored and counted without anything that tells who it was, also where its identity is not sent', async () => {
    expect(
      sum([
        await post('touchpoints', [
          { ...touchpoint('d-1'), ...denied },
          { ...touchpoint('d-2'), consent: 'denied', identity: undefined },
        ]),
      ]),
    ).toEqual({ accepted: 2, duplicates: 0, conflicts: 0 });
    expect(
      sum([
        await post('conversions', [
          { ...conversion('d-1'), ...denied, orderId: '9' },
          { ...conversion('d-2'), consent: 'denied', identity: undefined },
        ]),
      ]),
    ).toEqual({ accepted: 2, duplicates: 0, conflicts: 0 });
    for (const table of ['touchpoints', 'conversions']) {
      const { rows } = await world.admin.query(
        `select consent, connection_type, metadata, coalesce(address_key, agent_key, user_key, email_key, device_key, click_key) as identity
         from ${table} where tenant_id = $1 and id = 'd-1'`,
        [world.mine.tenantId],
      );
      expect(rows).toEqual([
        { consent: 'denied', connection_type: 'unknown', metadata: { referrer: 'search.example', utm_source: 'mail' }, identity: null },
      ]);
    }
  });

  test('is never matched by identity, and the same event with another identity is the same', async () => {
    expect(sum([await post('touchpoints', [{ ...touchpoint('d-1'), ...denied, identity: { userId: 'another' } }])])).toMatchObject({
      duplicates: 1,
    });
    await post('touchpoints', [{ ...touchpoint('seen'), identity }]);
    await post('conversions', [{ ...conversion('d-3'), ...denied }]);
    await world.drain();
    const explained = await world.send('GET', '/attribution/conversions/d-3/explanation');
    expect(explained.json).toMatchObject({ valueMinor: 5, touchpoints: [] });
  });

  test('is another event than the one without the word; granted and unknown keep the identity', async () => {
    await post('touchpoints', [
      { ...touchpoint('w-1'), consent: 'unknown' },
      { ...touchpoint('w-2'), consent: 'granted' },
    ]);
    expect(sum([await post('touchpoints', [touchpoint('w-1'), touchpoint('w-2')])])).toEqual({ accepted: 0, duplicates: 1, conflicts: 1 });
    expect(sum([await post('touchpoints', [{ ...touchpoint('w-1'), consent: 'denied' }])])).toMatchObject({ conflicts: 1 });
    const { rows } = await world.admin.query(
      `select consent, user_key is not null as kept from touchpoints where tenant_id = $1 and id like 'w-%' order by id`,
      [world.mine.tenantId],
    );
    expect(rows).toEqual([
      { consent: 'unknown', kept: true },
      { consent: 'granted', kept: true },
    ]);
    expect((await post('touchpoints', [{ ...touchpoint('w-3'), consent: 'maybe' }])).status).toBe(400);
  });
});

describe('the MD5 of an e-mail address', () => {
  const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
  const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const cells = async (table: string, id: string) =>
    (
      await world.admin.query<{ email_key: string; metadata: unknown }>(
        `select email_key, metadata from ${table} where tenant_id = $1 and id = $2`,
        [world.mine.tenantId, id],
      )
    ).rows[0];

  test('ties events that know no more, whatever its case, and marks them', async () => {
    const touch = { ...touchpoint('md5-touch', 'by-md5'), identity: { emailMd5: md5 }, metadata: { note: 'kept' } };
    const order = { ...conversion('md5-order'), identity: { emailMd5: md5.toUpperCase() } };
    expect(sum([await post('touchpoints', [touch]), await post('conversions', [order])])).toMatchObject({ accepted: 2 });
    await world.drain();
    const { json } = await world.send('GET', '/attribution/conversions/md5-order/explanation');
    expect(json).toMatchObject({ touchpoints: [{ id: 'md5-touch', evidence: 'email_hash' }] });
    expect((await cells('touchpoints', 'md5-touch')).metadata).toEqual({ emailHash: 'md5', note: 'kept' });
    expect((await cells('conversions', 'md5-order')).metadata).toEqual({ emailHash: 'md5' });
    expect(sum([await post('touchpoints', [touch]), await post('conversions', [order])])).toMatchObject({ duplicates: 2 });
  });

  test('gives way to a SHA-256, and never meets one', async () => {
    const both = { ...conversion('md5-both'), identity: { emailMd5: md5, emailSha256: sha256 } };
    const alone = { ...conversion('sha-alone'), identity: { emailSha256: sha256 } };
    await post('conversions', [both, alone]);
    expect(await cells('conversions', 'md5-both')).toEqual(await cells('conversions', 'sha-alone'));
    expect((await cells('conversions', 'md5-both')).email_key).not.toBe((await cells('conversions', 'md5-order')).email_key);
  });

  test('of another length is refused with what it must be', async () => {
    const answer = await post('conversions', [{ ...conversion('md5-short'), identity: { emailMd5: 'abc' } }]);
    expect(answer.json).toMatchObject({ rejected: [{ detail: expect.stringContaining('32 hexadecimal digits') }] });
  });

  test('is found when its person is erased by address', async () => {
    const identity = { emailMd5: createHash('md5').update('listener@people.example').digest('hex') };
    await post('conversions', [{ ...conversion('md5-erased'), identity }]);
    const subject = await findSubject(world.database.context, 'system', world.mine.tenantId, [{ email: ' Listener@people.example' }]);
    const found = await inTenant(world.database.context.db, world.mine.tenantId, (tx) =>
      findSubjectConversionIdsIn(tx, subject, { limit: 10 }),
    );
    expect(found).toEqual(['md5-erased']);
  });
});
