import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, type TestTenant } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { recordAuditIn, recordPlatformAuditIn } from '../../platform/audit.ts';
import { inAuth, inTenant } from '../../platform/tenant-door.ts';
import type { Finding } from '../audit/rules.ts';
import { verifyAuditLog, verifyPlatformAuditLog } from '../audit/service.ts';
import { digestOf, isGenuine } from './rules.ts';
import type { Checkpoint, CheckpointKey } from './schema.ts';
import { findForgedCheckpoints, makeCheckpoints } from './service.ts';

let world: World;
let folder: string;
let nowMs = NOW_MS;
beforeAll(async () => {
  world = await openWorld();
  folder = mkdtempSync(join(tmpdir(), 'earshot-checkpoints-'));
});
beforeEach(() => passHour());
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

function passHour(): void {
  nowMs += 3_600_000;
  world.database.setNow(nowMs);
}

const record = ({ tenantId }: TestTenant, target: string) =>
  inTenant(world.database.context.db, tenantId, (tx) => recordAuditIn(tx, { actor: 'test', action: 'thing.do', target }));
const make = () => makeCheckpoints(world.database.context, 'system', folder);
const keptOf = (name: string) =>
  readFileSync(join(folder, 'audit-checkpoints', `${name}.ndjson`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Checkpoint);

describe('checkpoints', () => {
  test('are made once an hour where something was added, each naming the one before, and stand in a file and the API', async () => {
    await make();
    await record(world.mine, 'within the hour');
    await make();
    expect(keptOf(world.mine.tenantId)).toHaveLength(1);
    passHour();
    await make();
    passHour();
    await make();
    const kept = keptOf(world.mine.tenantId);
    expect(kept).toHaveLength(2);
    expect(kept.map(({ previous }) => previous)).toEqual([null, digestOf(kept[0])]);
    expect(statSync(join(folder, 'audit-checkpoints', `${world.mine.tenantId}.ndjson`)).mode & 0o777).toBe(0o600);
    const listed = (await world.send('GET', '/security/audit-log/checkpoints')).json as { items: Checkpoint[] };
    expect(listed.items).toEqual(kept.toReversed());
    const [page] = ((await world.send('GET', '/security/audit-log/checkpoints?limit=1')).json as { items: Checkpoint[] }).items;
    expect(page).toEqual(kept[1]);
  });

  test('verify under the public key, and nothing of them can be changed', async () => {
    await make();
    const key = (await world.send('GET', '/security/audit-log/public-key')).json as CheckpointKey;
    const publicKey = createPublicKey(key.publicKey);
    const [checkpoint] = keptOf(world.mine.tenantId);
    expect(checkpoint.keyId).toBe(key.keyId);
    expect(isGenuine(publicKey, checkpoint)).toBe(true);
    for (const change of [{ seq: checkpoint.seq + 1 }, { hash: '0'.repeat(64) }, { tenant: world.theirs.tenantId }, { at: 'x' }])
      expect(isGenuine(publicKey, { ...checkpoint, ...change })).toBe(false);
    const { context } = world.database;
    const given = { tenant: world.mine.tenantId, checkpoints: keptOf(world.mine.tenantId) };
    expect(await findForgedCheckpoints(context, 'system', given)).toEqual([]);
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(await findForgedCheckpoints(context, 'system', { ...given, publicKeyPem: other })).toEqual(given.checkpoints);
    expect(await findForgedCheckpoints(context, 'system', { ...given, tenant: world.theirs.tenantId })).toEqual(given.checkpoints);
  });

  test('cannot be changed or deleted by the application, nor made with the database alone', async () => {
    await make();
    const { db } = world.database.context;
    for (const text of ['update audit_checkpoints set seq = 1', 'delete from audit_checkpoints'])
      await expect(inTenant(db, world.mine.tenantId, (tx) => tx.query({ text }))).rejects.toThrow(/permission denied/);
    const { rows } = await world.admin.query<{ sealed_seed: Buffer }>('select sealed_seed from audit_signing_keys');
    expect(rows).toHaveLength(1);
    expect(rows[0].sealed_seed.length).toBeGreaterThan(60);
  });

  test("cover the installation's own log, in a file", async () => {
    await inAuth(world.database.context.db, (tx) => recordPlatformAuditIn(tx, { actor: 'operator:a', action: 'thing.do', target: 'x' }));
    await make();
    const kept = keptOf('platform');
    expect(kept[0]).toMatchObject({ tenant: 'platform', previous: null });
    const { rows, findings } = await verifyPlatformAuditLog(world.database.context, 'system', kept);
    expect({ findings, seq: kept.at(-1)?.seq }).toEqual({ findings: [], seq: rows });
  });
});

/** The hash of a row as the database makes it, so that a forger with every right can make a chain that fits. */
const REHASH = `audit_hash(tenant_id::text, seq, id, occurred_at, actor, action, target, before, after, previous_hash)`;
const HEAD_TO = (seq: string) => `update audit_heads h set seq = l.seq, hash = l.hash from audit_log l
  where l.tenant_id = $1 and h.tenant_id = $1 and l.seq = ${seq}`;

/** What the superuser does to rows 1 to 10 of a log, and what verifying finds. */
const FORGERIES: [string, string[], Partial<Finding>[]][] = [
  ['edits a row', [`update audit_log set actor = 'somebody else' where tenant_id = $1 and seq = 5`], [{ seq: 5, problem: 'changed' }]],
  [
    'edits what a row says it became',
    [`update audit_log set after = '{"a":2}' where tenant_id = $1 and seq = 5`],
    [{ seq: 5, problem: 'changed' }],
  ],
  [
    'edits a row and its hash',
    [
      `update audit_log set actor = 'somebody else' where tenant_id = $1 and seq = 5`,
      `update audit_log set hash = ${REHASH} where tenant_id = $1 and seq = 5`,
    ],
    [{ seq: 6, problem: 'out_of_place' }],
  ],
  ['deletes a row', ['delete from audit_log where tenant_id = $1 and seq = 5'], [{ seq: 5, problem: 'missing' }]],
  ['deletes the first row', ['delete from audit_log where tenant_id = $1 and seq = 1'], [{ seq: 1, problem: 'missing' }]],
  [
    'deletes a row and closes the gap',
    ['delete from audit_log where tenant_id = $1 and seq = 5', 'update audit_log set seq = seq - 1 where tenant_id = $1 and seq = 6'],
    [
      { seq: 5, problem: 'out_of_place' },
      { seq: 5, problem: 'changed' },
    ],
  ],
  [
    'swaps two rows',
    [
      'update audit_log set seq = 1000 where tenant_id = $1 and seq = 5',
      'update audit_log set seq = 5 where tenant_id = $1 and seq = 6',
      'update audit_log set seq = 6 where tenant_id = $1 and seq = 1000',
    ],
    [{ seq: 5, problem: 'out_of_place' }],
  ],
  [
    'dates a row back',
    [`update audit_log set occurred_at = occurred_at - interval '1 microsecond' where tenant_id = $1 and seq = 5`],
    [{ seq: 5, problem: 'changed' }],
  ],
  ['cuts the end off', ['delete from audit_log where tenant_id = $1 and seq > 7'], [{ seq: 8, problem: 'cut_off' }]],
  ['deletes everything', ['delete from audit_log where tenant_id = $1'], [{ seq: 1, problem: 'cut_off' }]],
  ['sets the head back', [HEAD_TO('7')], [{ seq: 10, problem: 'cut_off' }]],
];

describe('an audit log of which the superuser', () => {
  let tenant: TestTenant;
  let checkpoints: Checkpoint[];
  beforeEach(async () => {
    tenant = await createTestTenant(world.database.context);
    for (let place = 0; place < 8; place += 1) await record(tenant, `row-${place}`);
    await make();
    checkpoints = keptOf(tenant.tenantId);
  });

  test('did nothing verifies, with a checkpoint too', async () => {
    const { rows, findings } = await verifyAuditLog(world.database.context, 'system', tenant.tenantId, checkpoints);
    expect({ rows, findings, known: checkpoints.map(({ seq }) => seq) }).toEqual({ rows: 10, findings: [], known: [10] });
  });

  async function forge(statements: readonly string[]): Promise<void> {
    for (const text of statements) await world.admin.query(text, [tenant.tenantId]);
  }

  test.each(FORGERIES)('%s does not verify', async (_, statements, found) => {
    await forge(statements);
    const { findings } = await verifyAuditLog(world.database.context, 'system', tenant.tenantId);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.slice(0, found.length)).toMatchObject(found);
  });

  test('cuts the end off and sets the head back verifies by itself, but not with a checkpoint', async () => {
    await forge(['delete from audit_log where tenant_id = $1 and seq > 7', HEAD_TO('7')]);
    const { context } = world.database;
    expect((await verifyAuditLog(context, 'system', tenant.tenantId)).findings).toEqual([]);
    expect((await verifyAuditLog(context, 'system', tenant.tenantId, checkpoints)).findings).toMatchObject([
      { seq: 8, problem: 'cut_off' },
    ]);
  });

  test('writes everything anew with hashes that fit verifies by itself, but not with a checkpoint', async () => {
    await forge([`update audit_log set actor = 'somebody else' where tenant_id = $1 and seq = 4`]);
    for (let seq = 4; seq <= 10; seq += 1) {
      const previous = `(select hash from audit_log where tenant_id = $1 and seq = ${seq - 1})`;
      await forge([
        `update audit_log set previous_hash = ${previous} where tenant_id = $1 and seq = ${seq}`,
        `update audit_log set hash = ${REHASH} where tenant_id = $1 and seq = ${seq}`,
      ]);
    }
    await forge([HEAD_TO('10')]);
    const { context } = world.database;
    expect((await verifyAuditLog(context, 'system', tenant.tenantId)).findings).toEqual([]);
    expect((await verifyAuditLog(context, 'system', tenant.tenantId, checkpoints)).findings).toMatchObject([
      { seq: 10, problem: 'rewritten' },
    ]);
  });
});

test("the installation's own log does not verify once a row is edited or its end cut off", async () => {
  const { context } = world.database;
  const add = (target: string) =>
    inAuth(context.db, (tx) => recordPlatformAuditIn(tx, { actor: 'operator:a', action: 'thing.do', target }));
  for (const target of ['a', 'b', 'c']) await add(target);
  expect((await verifyPlatformAuditLog(context, 'system')).findings).toEqual([]);
  await world.admin.query(`update platform_audit_log set target = 'forged' where target = 'b'`);
  expect((await verifyPlatformAuditLog(context, 'system')).findings).toMatchObject([{ problem: 'changed' }]);
  await world.admin.query('delete from platform_audit_log where seq = (select max(seq) from platform_audit_log)');
  expect((await verifyPlatformAuditLog(context, 'system')).findings).toMatchObject([{ problem: 'changed' }, { problem: 'cut_off' }]);
});
