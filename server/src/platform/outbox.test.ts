import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../test/database.ts';
import { queueMailIn } from './outbox.ts';
import { recordPersonEventIn } from './security-events.ts';
import { inAuth, inTenant } from './tenant-door.ts';

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
});
afterAll(() => database.close());

const mail = (text: string) => ({ to: 'a@b.example', subject: 'Hello', text });

test('a mail waits once its transaction is kept, sealed, and a tenant cannot read what waits', async () => {
  const { context } = database;
  await inTenant(context.db, tenant.tenantId, (tx) => queueMailIn(context, tx, mail('from a tenant')));
  await inAuth(context.db, (tx) => queueMailIn(context, tx, mail('from a person')));
  const undone = inTenant(context.db, tenant.tenantId, async (tx) => {
    await queueMailIn(context, tx, mail('never'));
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await database.mails()).toEqual([mail('from a tenant'), mail('from a person')]);
  const stored = await inAuth(context.db, (tx) => tx.query<{ sealed_content: Buffer }>({ text: 'select sealed_content from outbox' }));
  for (const { sealed_content } of stored) expect(sealed_content.includes('a@b.example')).toBe(false);
  await expect(inTenant(context.db, tenant.tenantId, (tx) => tx.query({ text: 'select 1 from outbox' }))).rejects.toThrow(/denied/);
});

test('what happens to a person is recorded in every tenant of theirs, and in no other', async () => {
  const { context } = database;
  const person = '01a213e7-890d-7f87-9b32-3881f0d89edc';
  const other = await createTestTenant(context);
  const stranger = await createTestTenant(context);
  for (const { tenantId } of [tenant, other])
    await inTenant(context.db, tenantId, (tx) =>
      tx.query({
        text: `insert into members (tenant_id, person_id, email, name, role) values ($1, $2, 'a@b.example', 'A', 'viewer')`,
        values: [tenantId, person],
      }),
    );
  await inAuth(context.db, (tx) =>
    recordPersonEventIn(tx, person, { kind: 'mfa_changed', severity: 'medium', actor: `member:${person}`, detail: { is: 'off' } }),
  );
  const eventsOf = ({ tenantId }: TestTenant) =>
    inTenant(context.db, tenantId, (tx) => tx.query({ text: 'select kind, severity, actor, detail from security_events' }));
  const event = { kind: 'mfa_changed', severity: 'medium', actor: `member:${person}`, detail: { is: 'off' } };
  expect([await eventsOf(tenant), await eventsOf(other), await eventsOf(stranger)]).toEqual([[event], [event], []]);
});
