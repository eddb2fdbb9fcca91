import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openLog } from './log.ts';
import { databaseUrl } from './postgres/connection.ts';
import { inDirectory, inIntake, inTenant, openDatabase, type TenantOptions, type TenantTx, type Transaction } from './tenant-door.ts';

let database: TestDatabase;
let admin: pg.Client;
let tenantId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
  ({ tenantId } = await createTestTenant(database.context));
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

const addCampaign = (tx: TenantTx, key: string) =>
  tx.query({ text: 'insert into campaigns (tenant_id, key) values ($1, $2)', values: [tenantId, key] });
const campaigns = () =>
  inTenant(database.context.db, tenantId, async (tx) => {
    const rows = await tx.query<{ key: string }>({ text: 'select key from campaigns order by key' });
    return rows.map(({ key }) => key);
  });

describe('a transaction', () => {
  test('is kept when its work resolves, with what the work resolved with', async () => {
    expect(await inTenant(database.context.db, tenantId, async (tx) => (await addCampaign(tx, 'kept'), 'answer'))).toBe('answer');
    expect(await campaigns()).toContain('kept');
  });

  test('is undone when its work throws, and throws the same', async () => {
    const error = new Error('after the insert');
    const failing = inTenant(database.context.db, tenantId, async (tx) => {
      await addCampaign(tx, 'undone');
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(await campaigns()).not.toContain('undone');
  });

  test('is undone when a statement fails, and the connection serves the next one', async () => {
    for (let round = 0; round < 30; round += 1) {
      const failing = inTenant(database.context.db, tenantId, async (tx) => {
        await addCampaign(tx, 'undone');
        await tx.query({ text: 'select 1 / 0' });
      });
      await expect(failing).rejects.toThrow('division by zero');
    }
    expect(await campaigns()).not.toContain('undone');
  });

  test('that only reads sees one snapshot and refuses to write', async () => {
    await inTenant(
      database.context.db,
      tenantId,
      async (tx) => {
        const before = await tx.query({ text: 'select key from campaigns order by key' });
        await inTenant(database.context.db, tenantId, (other) => addCampaign(other, 'meanwhile'));
        expect(await tx.query({ text: 'select key from campaigns order by key' })).toEqual(before);
      },
      { readOnly: true },
    );
    expect(await campaigns()).toContain('meanwhile');
    const writing = inTenant(database.context.db, tenantId, (tx) => addCampaign(tx, 'written'), { readOnly: true });
    await expect(writing).rejects.toThrow(/read-only transaction/);
  });

  test('waits 5 seconds for a lock at most, unless it is patient, and leaves the next one as it was', async () => {
    const { db } = database.context;
    const one = { ...db, app: new pg.Pool({ connectionString: database.urls.app, max: 1 }) };
    const limitOf = (options: TenantOptions) =>
      inTenant(one, tenantId, (tx) => tx.query<{ lock_timeout: string }>({ text: 'show lock_timeout' }), options);
    for (const options of [{}, { readOnly: true }]) {
      expect(await limitOf(options)).toEqual([{ lock_timeout: '5s' }]);
      expect(await limitOf({ ...options, patient: true })).toEqual([{ lock_timeout: '0' }]);
    }
    await one.app.end();
  });

  test('that does not get a lock in time fails, changes nothing, and whoever holds the lock notices nothing', async () => {
    await inTenant(database.context.db, tenantId, (tx) => addCampaign(tx, 'held'));
    await admin.query('begin');
    await admin.query(`update campaigns set name = 'Held' where key = 'held'`);
    const renaming = inTenant(database.context.db, tenantId, (tx) =>
      tx.query({ text: `update campaigns set name = 'Late' where key = 'held'` }),
    );
    await expect(renaming).rejects.toMatchObject({ code: '55P03' });
    await admin.query('commit');
    expect((await admin.query(`select name from campaigns where key = 'held'`)).rows).toEqual([{ name: 'Held' }]);
  });

  test('never resolves when a statement failed and its work went on as if nothing were', async () => {
    const careless = inTenant(database.context.db, tenantId, async (tx) => {
      await addCampaign(tx, 'careless');
      await addCampaign(tx, 'careless').catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('nothing of it was kept');
    expect(await campaigns()).not.toContain('careless');
  });

  test('fails when its connection ends midway, ends nothing else, and the next one works', async () => {
    const doors: ((work: (tx: Transaction) => Promise<unknown>) => Promise<unknown>)[] = [
      (work) => inTenant(database.context.db, tenantId, work),
      (work) => inIntake(database.context.db, [tenantId], work),
      (work) => inDirectory(database.context.db, work),
    ];
    for (const open of doors) {
      const failing = open(async (tx) => {
        const [{ pid }] = await tx.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid' });
        await admin.query('select pg_terminate_backend($1)', [pid]);
        const isGone = async () => (await admin.query('select 1 from pg_stat_activity where pid = $1', [pid])).rowCount === 0;
        await expect.poll(isGone).toBe(true);
        await new Promise(setImmediate);
        return tx.query({ text: 'select 1' });
      });
      await expect(failing).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
      expect(await open((tx) => tx.query({ text: 'select 1 as one' }))).toEqual([{ one: 1 }]);
    }
  });

  test('is refused as unavailable while no database can be reached', async () => {
    const unreachable = 'postgres://app:x@127.0.0.1:1/earshot';
    const db = openDatabase({ app: unreachable, intake: unreachable, jobs: unreachable, auth: unreachable }, openLog('silent'));
    const refusal = { code: 'unavailable', retryAfterSeconds: 5 };
    await expect(inTenant(db, tenantId, async () => undefined)).rejects.toMatchObject(refusal);
    await expect(inIntake(db, [tenantId], async () => undefined)).rejects.toMatchObject(refusal);
    await expect(inDirectory(db, async () => undefined)).rejects.toMatchObject(refusal);
    await db.close();
  });
});

describe('a value', () => {
  const read = (expression: string) =>
    inTenant(database.context.db, tenantId, (tx) => tx.query<{ x: unknown }>({ text: `select ${expression} as x` }));

  test('that is a whole number is a number, and is refused beyond what a number holds exactly', async () => {
    expect(await read('9007199254740991::bigint')).toEqual([{ x: Number.MAX_SAFE_INTEGER }]);
    expect(await read('-9007199254740991::bigint')).toEqual([{ x: Number.MIN_SAFE_INTEGER }]);
    await expect(read('9007199254740992::bigint')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('that is a day is a text, whatever the time zone of the process', async () => {
    expect(await read(`date '2026-11-20'`)).toEqual([{ x: '2026-11-20' }]);
  });

  test('that is an instant is a Date, and text, truth, bytes and null are as they are', async () => {
    expect(await read(`timestamptz '2026-11-20T12:00:00Z'`)).toEqual([{ x: new Date('2026-11-20T12:00:00Z') }]);
    expect(await read(`array['a', null]`)).toEqual([{ x: ['a', null] }]);
    expect(await read('true')).toEqual([{ x: true }]);
    expect(await read(String.raw`'\x00ff'::bytea`)).toEqual([{ x: Buffer.from([0, 255]) }]);
    expect(await read('null')).toEqual([{ x: null }]);
  });
});
