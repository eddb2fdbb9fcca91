import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../test/database.ts';
import { openMailServer, type MailServer } from '../../test/mail-server.ts';
import { openMailer, type Mailer, MailRefusal } from './mail.ts';
import { queueMailIn } from './outbox.ts';
import { deliverMails, outboxCountsOf, startDelivery } from './outbox-delivery.ts';
import { inAuth, inTenant } from './tenant-door.ts';
import { takeTallies } from './usage-tally.ts';

let database: TestDatabase;
let tenant: TestTenant;
let mailServer: MailServer;
let mailer: Mailer;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
  mailServer = await openMailServer();
  mailer = openMailer({ smtpUrl: mailServer.url, mailFrom: 'Earshot <noreply@earshot.example>' }, database.context.log);
});
afterEach(async () => {
  mailServer.received.length = 0;
  mailServer.answerWith(undefined);
  await inAuth(database.context.db, (tx) => tx.query({ text: 'delete from outbox' }));
});
afterAll(async () => {
  mailer.close();
  await mailServer.close();
  await database.close();
});

interface Row {
  attempts: number;
  gave_up: boolean;
  has_content: boolean;
  due: number;
}

const rows = () =>
  inAuth(database.context.db, (tx) =>
    tx.query<Row>({
      text: `select attempts, gave_up_at is not null as gave_up, sealed_content is not null as has_content,
               extract(epoch from due_at)::float8 as due from outbox order by id`,
    }),
  );
async function databaseNow(): Promise<number> {
  const text = 'select extract(epoch from now())::float8 as now';
  const [{ now }] = await inAuth(database.context.db, (tx) => tx.query<{ now: number }>({ text }));
  return now;
}
const makeDue = () => inAuth(database.context.db, (tx) => tx.query({ text: 'update outbox set due_at = now()' }));

function queue(to = 'a@b.example', text = 'Hello'): Promise<void> {
  const { context } = database;
  return inTenant(context.db, tenant.tenantId, (tx) => queueMailIn(context, tx, { to, subject: 'A subject', text }));
}

test('what waits is sent, each once, counted as its tenant’s, and then gone', async () => {
  for (let place = 0; place < 12; place += 1) await queue(`person-${place}@b.example`);
  await deliverMails(database.context, mailer);
  await deliverMails(database.context, mailer);
  expect(takeTallies(database.context.db).filter(({ meter }) => meter === 'emails')).toEqual([
    { tenantId: tenant.tenantId, meter: 'emails', quantity: 12 },
  ]);
  const recipients = mailServer.received.flatMap(({ to }) => to);
  expect(recipients.toSorted()).toEqual(Array.from({ length: 12 }, (_, place) => `person-${place}@b.example`).toSorted());
  expect(await rows()).toEqual([]);
  expect(outboxCountsOf(database.context)).toMatchObject({ waiting: 0 });
});

test('two processes at once send no mail twice', async () => {
  for (let place = 0; place < 20; place += 1) await queue(`at-once-${place}@b.example`);
  await Promise.all([deliverMails(database.context, mailer), deliverMails({ ...database.context }, mailer)]);
  expect(mailServer.received).toHaveLength(20);
  expect(new Set(mailServer.received.flatMap(({ to }) => to)).size).toBe(20);
});

describe('a mail that the server does not take for now', () => {
  test('waits longer after each try, is not tried before, and is given up after ten', async () => {
    mailServer.answerWith(451);
    await queue();
    for (const [place, pause] of [10, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400].entries()) {
      const before = await databaseNow();
      await deliverMails(database.context, mailer);
      const after = await databaseNow();
      await deliverMails(database.context, mailer);
      const [row] = await rows();
      expect(row).toMatchObject({ attempts: place + 1, gave_up: false, has_content: true });
      expect(row.due).toBeGreaterThanOrEqual(before + pause);
      expect(row.due).toBeLessThanOrEqual(after + pause);
      await makeDue();
    }
    const before = outboxCountsOf(database.context).givenUp;
    await deliverMails(database.context, mailer);
    expect(await rows()).toMatchObject([{ attempts: 10, gave_up: true, has_content: false }]);
    expect(outboxCountsOf(database.context).givenUp).toBe(before + 1);
    await makeDue();
    mailServer.answerWith(undefined);
    await deliverMails(database.context, mailer);
    expect(mailServer.received).toEqual([]);
  });

  test('is sent once the server takes it, under the id of the first try', async () => {
    mailServer.answerWith(451);
    await queue();
    await deliverMails(database.context, mailer);
    mailServer.answerWith(undefined);
    await makeDue();
    await deliverMails(database.context, mailer);
    expect(mailServer.received).toHaveLength(1);
    expect(await rows()).toEqual([]);
  });
});

test('a mail that the server will never take is given up at once, and holds up no other', async () => {
  mailServer.answerWith(550, 'nobody@b.example');
  await queue('nobody@b.example');
  await queue('somebody@b.example');
  await deliverMails(database.context, mailer);
  expect(mailServer.received.map(({ to }) => to)).toEqual([['somebody@b.example']]);
  expect(await rows()).toMatchObject([{ attempts: 1, gave_up: true, has_content: false }]);
});

test('a mail whose process died while sending is taken up again after its lease', async () => {
  await queue();
  const dying: Mailer = { send: () => new Promise(() => undefined), close: () => undefined };
  void deliverMails(database.context, dying);
  while ((await rows())[0].attempts === 0);
  await deliverMails(database.context, mailer);
  expect(mailServer.received).toEqual([]);
  expect((await rows())[0].due - (await databaseNow())).toBeGreaterThan(200);
  await makeDue();
  await deliverMails(database.context, mailer);
  expect(mailServer.received).toHaveLength(1);
});

test('the log tells of a failure without the address', async () => {
  const lines: unknown[] = [];
  const log = Object.assign(Object.create(database.context.log) as typeof database.context.log, {
    warn: (...said: unknown[]) => lines.push(said),
    error: (...said: unknown[]) => lines.push(said),
  });
  mailServer.answerWith(550, 'secret-person@b.example');
  await queue('secret-person@b.example');
  await deliverMails({ ...database.context, log }, mailer);
  expect(JSON.stringify(lines)).toContain('given up');
  expect(JSON.stringify(lines)).not.toContain('secret-person');
});

test('in the background mails go out soon after they are queued', async () => {
  const delivery = startDelivery(database.context, mailer);
  await queue('soon@b.example');
  await mailServer.nextMail();
  await delivery.close();
  expect(mailServer.received).toMatchObject([{ to: ['soon@b.example'] }]);
});

test('a refusal is told from a failure', async () => {
  await expect(mailer.send('id', { to: 'a@b.example, c@d.example', subject: 'A', text: '' })).rejects.toBeInstanceOf(MailRefusal);
});
