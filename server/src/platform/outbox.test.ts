import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../test/database.ts';
import { forgetOldReceivers, queueMailIn, queueStrangerMailIn } from './outbox.ts';
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

test('a subject with a line break, as a name may have one that was taken long ago, is mailed in one line', async () => {
  const { context } = database;
  const subject = 'A name\r\nBcc: everybody@b.example\u2028 invites you';
  await inTenant(context.db, tenant.tenantId, (tx) => queueMailIn(context, tx, { ...mail('broken'), subject }));
  expect((await database.mails()).at(-1)).toEqual({ ...mail('broken'), subject: 'A name Bcc: everybody@b.example  invites you' });
});

test('a tenant sends ten mails a day to one stranger and 300 to all, and what it sent is forgotten after the day', async () => {
  const { context } = database;
  const [one, other] = [await createTestTenant(context), await createTestTenant(context)];
  const send = ({ tenantId }: TestTenant, to: string) =>
    inTenant(context.db, tenantId, (tx) => queueStrangerMailIn(context, tx, { ...mail('stranger'), to }));
  for (let time = 0; time < 10; time += 1) await send(one, time % 2 === 0 ? 'one@b.example' : 'One@b.example');
  await expect(send(one, 'one@b.example')).rejects.toMatchObject({
    code: 'rate_limited',
    message: expect.stringContaining('10 mails') as string,
  });
  await send(other, 'one@b.example');
  for (let time = 10; time < 300; time += 1) await send(one, `other-${time}@b.example`);
  await expect(send(one, 'new@b.example')).rejects.toMatchObject({
    code: 'rate_limited',
    message: expect.stringContaining('300') as string,
  });
  const kept = () => inTenant(context.db, one.tenantId, (tx) => tx.query({ text: 'select receiver from stranger_mails' }));
  expect(JSON.stringify(await kept())).not.toContain('b.example');
  database.setNow(NOW_MS + 86_400_000);
  await forgetOldReceivers(context);
  expect(await kept()).toEqual([]);
  await send(one, 'one@b.example');
  database.setNow(NOW_MS);
});
