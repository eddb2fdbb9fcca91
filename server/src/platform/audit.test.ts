import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../test/database.ts';
import { recordAuditIn, recordAuditOfIn, recordDeedIn, recordPlatformAuditIn } from './audit.ts';
import { inAuth, inTenant } from './tenant-door.ts';

interface Row {
  seq: number;
  id: string;
  at: string;
  actor: string;
  action: string;
  target: string;
  before: string | null;
  after: string | null;
  previous: string;
  hash: string;
}

const COLUMNS = `seq, id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, action, target,
  before::text as before, after::text as after, encode(previous_hash, 'hex') as previous, encode(hash, 'hex') as hash`;

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
});
afterAll(() => database.close());

const rowsOf = ({ tenantId }: TestTenant) =>
  inTenant(database.context.db, tenantId, (tx) => tx.query<Row>({ text: `select ${COLUMNS} from audit_log order by seq` }));
const entry = (target: string) => ({ actor: 'test', action: 'thing.do', target });

/** The chain as anybody can compute it from its rows. */
function hashOf(chain: string, row: Row): string {
  const fields = [
    chain,
    String(row.seq),
    row.id,
    row.at,
    row.actor,
    row.action,
    row.target,
    row.before ?? '',
    row.after ?? '',
    row.previous,
  ];
  const text = fields.map((field) => `${Buffer.byteLength(field)}:${field},`).join('');
  return createHash('sha256').update(text).digest('hex');
}

function expectChained(chain: string, rows: Row[]): void {
  const start = createHash('sha256').digest('hex');
  rows.forEach((row, place) => {
    expect(row.seq).toBe(place + 1);
    expect(row.previous).toBe(place === 0 ? start : rows[place - 1].hash);
    expect(row.hash).toBe(hashOf(chain, row));
  });
}

test('each row carries the hash of its content and of the row before, whoever appends and at the same time', async () => {
  const { db } = database.context;
  const odd = { name: 'größe "漢字" \u0001', list: [1, null, { deep: true }] };
  await inTenant(db, tenant.tenantId, (tx) => recordAuditIn(tx, { ...entry('odd'), before: odd, after: { name: '' } }));
  await Promise.all(
    Array.from({ length: 20 }, (_, place) => inTenant(db, tenant.tenantId, (tx) => recordAuditIn(tx, entry(`at-once-${place}`)))),
  );
  await inAuth(db, (tx) => recordAuditOfIn(tx, tenant.tenantId, entry('by the login that knows people')));
  const rows = await rowsOf(tenant);
  expect(rows.length).toBeGreaterThan(22);
  expect(JSON.parse(String(rows.find(({ target }) => target === 'odd')?.before))).toEqual(odd);
  expectChained(tenant.tenantId, rows);
});

test('an act that is not kept leaves no row and no gap', async () => {
  const { db } = database.context;
  const before = await rowsOf(tenant);
  const refused = inTenant(db, tenant.tenantId, async (tx) => {
    await recordAuditIn(tx, entry('undone'));
    throw new Error('changed my mind');
  });
  await expect(refused).rejects.toThrow('changed my mind');
  await inTenant(db, tenant.tenantId, (tx) => recordAuditIn(tx, entry('kept')));
  const after = await rowsOf(tenant);
  expect(after.map(({ target }) => target)).toEqual([...before.map(({ target }) => target), 'kept']);
  expectChained(tenant.tenantId, after);
});

test('nobody writes, changes or removes a row but by appending, and nobody appends for another tenant', async () => {
  const { db } = database.context;
  const other = await createTestTenant(database.context);
  for (const text of [
    `insert into audit_log (tenant_id, id, seq, occurred_at, actor, action, target, previous_hash, hash)
     values ('${tenant.tenantId}', gen_random_uuid(), 999, now(), 'a', 'b', 'c', '', '')`,
    `update audit_log set target = 'forged'`,
    'delete from audit_log',
    `update audit_heads set seq = 0`,
    `select append_audit_of('${other.tenantId}', gen_random_uuid(), 'a', 'b', 'c', null, null)`,
    `select append_platform_audit(gen_random_uuid(), 'a', 'b', 'c', null, null)`,
  ])
    await expect(
      inTenant(db, tenant.tenantId, (tx) => tx.query({ text })),
      text,
    ).rejects.toThrow(/permission denied/);
  await expect(inAuth(db, (tx) => tx.query({ text: 'delete from platform_audit_log' }))).rejects.toThrow(/permission denied/);
  await expect(inAuth(db, (tx) => tx.query({ text: 'select 1 from audit_log' }))).rejects.toThrow(/permission denied/);
});

test('the installation has a chain of its own', async () => {
  const { db } = database.context;
  await inAuth(db, async (tx) => {
    await recordPlatformAuditIn(tx, { ...entry('one'), after: { a: 1 } });
    await recordPlatformAuditIn(tx, entry('two'));
  });
  const rows = await inAuth(db, (tx) => tx.query<Row>({ text: `select ${COLUMNS} from platform_audit_log order by seq` }));
  expect(rows.map(({ target }) => target)).toEqual(['one', 'two']);
  expectChained('platform', rows);
});

test('a tenant’s transaction adds to the installation’s chain what an operator did to that tenant, and nothing else', async () => {
  const { db } = database.context;
  await inTenant(db, tenant.tenantId, (tx) => recordDeedIn(tx, { actor: 'operator', action: 'tenant.suspend', after: { a: 1 } }));
  for (const action of ['person.sign_in', 'operator.create', 'tenant.suspend; x', ''])
    await expect(
      inTenant(db, tenant.tenantId, (tx) => recordDeedIn(tx, { actor: 'operator', action })),
      action,
    ).rejects.toThrow('no act of an operator');
  const unset = `select set_config('app.tenant_id', '', true); select append_platform_audit_here(gen_random_uuid(), 'a', 'tenant.b', null)`;
  await expect(inTenant(db, tenant.tenantId, (tx) => tx.query({ text: unset }))).rejects.toThrow('no tenant is set');
  const rows = await inAuth(db, (tx) => tx.query<Row>({ text: `select ${COLUMNS} from platform_audit_log order by seq` }));
  expect(rows.at(-1)).toMatchObject({ action: 'tenant.suspend', target: tenant.tenantId, after: '{"a":1}' });
  expectChained('platform', rows);
});
