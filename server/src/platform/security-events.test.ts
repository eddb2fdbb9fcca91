import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../test/database.ts';
import { recordPersonEventIn, recordSecurityEventIn, SECURITY_EVENTS } from './security-events.ts';
import { inAuth, inTenant } from './tenant-door.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Row {
  kind: string;
  severity: string;
  count: number;
}

const countsOf = ({ tenantId }: TestTenant) =>
  inTenant(database.context.db, tenantId, (tx) =>
    tx.query<Row>({ text: 'select kind, severity, count(*)::integer as count from security_events group by 1, 2 order by 1, 2' }),
  );

test('an event has the severity of its kind unless told otherwise', async () => {
  const tenant = await createTestTenant(database.context);
  await inTenant(database.context.db, tenant.tenantId, async (tx) => {
    await recordSecurityEventIn(tx, { kind: 'new_device', actor: 'member:a' });
    await recordSecurityEventIn(tx, { kind: 'new_device', severity: 'high', actor: 'member:a' });
  });
  expect(await countsOf(tenant)).toEqual([
    { kind: 'new_device', severity: 'high', count: 1 },
    { kind: 'new_device', severity: 'medium', count: 1 },
  ]);
});

test('a flood of one kind is cut off at 200 an hour, told of once, and hides no other kind', async () => {
  const [tenant, other] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  await inTenant(database.context.db, tenant.tenantId, async (tx) => {
    for (let place = 0; place < 230; place += 1) await recordSecurityEventIn(tx, { kind: 'scope_denied', actor: 'api_key:a' });
    await recordSecurityEventIn(tx, { kind: 'cross_tenant_attempt', actor: 'api_key:a' });
  });
  await inTenant(database.context.db, other.tenantId, (tx) => recordSecurityEventIn(tx, { kind: 'scope_denied', actor: 'api_key:b' }));
  expect(await countsOf(tenant)).toEqual([
    { kind: 'cross_tenant_attempt', severity: 'high', count: 1 },
    { kind: 'event_flood', severity: 'high', count: 1 },
    { kind: 'scope_denied', severity: 'low', count: 200 },
  ]);
  expect(await countsOf(other)).toEqual([{ kind: 'scope_denied', severity: 'low', count: 1 }]);
});

test("what happens to a person is bounded in each of the person's tenants", async () => {
  const tenant = await createTestTenant(database.context);
  const person = randomUUID();
  await inTenant(database.context.db, tenant.tenantId, (tx) =>
    tx.query({
      text: `insert into members (tenant_id, person_id, email, name, role) values ($1, $2, 'a@b.example', 'A', 'viewer')`,
      values: [tenant.tenantId, person],
    }),
  );
  await inAuth(database.context.db, async (tx) => {
    for (let place = 0; place < 205; place += 1)
      await recordPersonEventIn(tx, person, { kind: 'sign_in_failed', actor: `person:${person}` });
  });
  expect(await countsOf(tenant)).toEqual([
    { kind: 'event_flood', severity: 'high', count: 1 },
    { kind: 'sign_in_failed', severity: 'low', count: 200 },
  ]);
});

test.each(Object.entries(SECURITY_EVENTS))('%s is told in a sentence', (kind, { text }) => {
  expect(kind).toMatch(/^[a-z][a-z_]{1,60}$/);
  expect(text).toMatch(/^[A-Z].{10,150}\.$/);
});
