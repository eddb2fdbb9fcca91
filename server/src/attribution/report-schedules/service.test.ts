import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { openMailServer, type MailServer } from '../../../test/mail-server.ts';
import { addTestMember, createTestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { acceptConversions } from '../../tracking/intake/service.ts';
import { inDirectory } from '../../platform/tenant-door.ts';
import { openMailer } from '../../platform/mail.ts';
import { deliverMails } from '../../platform/outbox-delivery.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { type Actor, systemActor } from '../../tenants/authorize.ts';
import { LONGEST_WAIT_MS, nextDue, readStopToken, stopToken } from './rules.ts';
import { NewReportSchedule, type ReportSchedule } from './schema.ts';
import { listTenantsWithDue } from './store.ts';
import { createReportSchedule, sendDueReports, sendReportSchedule } from './service.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: World;
let mails: MailServer;
beforeAll(async () => {
  [world, mails] = await Promise.all([openWorld(), openMailServer()]);
  // The schedules that the world was filled with would mail, too.
  await world.admin.query('update report_schedules set is_paused = true');
  await world.drain();
});
// A test that fails leaves nothing to the next.
beforeEach(async () => {
  world.database.setNow(NOW_MS);
  await world.admin.query('delete from outbox');
  await world.admin.query('delete from stranger_mails');
});
afterAll(async () => {
  await mails.close();
  await world.close();
});

const HOSTILE = '<script>alert(1)</script>';
const PATH = '/attribution/report-schedules';

async function make(body: object = {}): Promise<ReportSchedule> {
  const whole = { title: 'Weekly', report: { days: 30, models: ['linear'] }, every: 'day', hour: 8, toMembers: false, ...body };
  const answer = await world.send('POST', PATH, { body: whole });
  expect(answer.status, answer.text).toBe(201);
  return answer.json as ReportSchedule;
}
const found = async (id: string) =>
  ((await world.send('GET', PATH)).json as { items: ReportSchedule[] }).items.find((schedule) => schedule.id === id);
const queued = async () => Number((await world.admin.query<{ count: string }>('select count(*) from outbox')).rows[0].count);
const send = () => sendDueReports(world.database.context, 'system');

const ONE_CLICK = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
const press = (path: string, body?: URLSearchParams | FormData) => fetch(new URL(path, world.server.url), { method: 'POST', body });
const stopPathOf = (text: string) => /\/u\/[0-9a-f.-]+\.[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? '';

/** Hands everything over that waits to the catcher, and answers what it took. */
async function deliver() {
  mails.received.length = 0;
  const { context } = world.database;
  const mailer = openMailer({ smtpUrl: mails.url, mailFrom: 'Earshot <noreply@earshot.example>' }, context.log);
  await deliverMails(context, mailer);
  mailer.close();
  return mails.received.map(({ to, raw }) => ({
    to: to[0],
    head: raw.slice(0, raw.indexOf('\r\n\r\n')),
    text: raw.replaceAll('=\r\n', '').replaceAll('=3D', '=').replaceAll('\r\n', '\n'),
  }));
}

describe('when a schedule is due', () => {
  test.each([
    ['day', 'UTC', '2026-11-20T08:00:00Z', '2026-11-21T08:00:00.000Z'],
    ['day', 'UTC', '2026-11-20T07:59:59Z', '2026-11-20T08:00:00.000Z'],
    ['week', 'Europe/Berlin', '2026-11-20T12:00:00Z', '2026-11-23T07:00:00.000Z'],
    ['month', 'America/New_York', '2026-11-20T12:00:00Z', '2026-12-01T13:00:00.000Z'],
  ] as const)('every %s in %s, after %s it is %s', (every, zone, after, at) => {
    const when = { every, hour: 8, weekday: 1, monthDay: 1 };
    expect(new Date(nextDue(when, zone, Date.parse(after))).toISOString()).toBe(at);
  });

  test('it is later, at its hour but where clocks skip it, and never two days late', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati');
    const times = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') });
    fc.assert(
      fc.property(zones, times, fc.integer({ min: 0, max: 23 }), (zone, after, hour) => {
        const at = nextDue({ every: 'day', hour, weekday: 1, monthDay: 1 }, zone, after);
        expect(at).toBeGreaterThan(after);
        expect(at - after).toBeLessThanOrEqual(DAY_MS + HOUR_MS);
        const local = Number(new Intl.DateTimeFormat('en', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at));
        expect([hour, hour + 1]).toContain(local);
        expect(dayIn(zone, at) >= dayIn(zone, after)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

test('a link to stop mails is only what we made', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const id = '01a213e7-890d-7f87-9b32-3881f0d89edc';
  const recipient = { tenantId: id, scheduleId: id, recipientId: id };
  const token = stopToken(key, recipient);
  expect(readStopToken([other, key], token)).toEqual(recipient);
  expect(readStopToken([other], token)).toBeUndefined();
  for (const forged of [token.slice(1), `${token}A`, token.replace('01a2', '01a3'), '', 'x.y.z.w'])
    expect(readStopToken([key], forged)).toBeUndefined();
});

describe('the mails of a schedule', () => {
  test('of one campaign hold its credit and nothing of the others, and lead to its room', async () => {
    const { campaign } = world.mine;
    const report = { campaign, groupBy: 'show', models: ['linear'] };
    const { id } = await make({ title: 'For one', report, outsiders: ['one-campaign@elsewhere.example'] });
    await sendReportSchedule(world.database.context, world.mine.actor, id);
    const text = (await deliver()).find(({ to }) => to === 'one-campaign@elsewhere.example')?.text ?? '';
    expect(text).toContain('the campaign');
    expect(text).toContain('alone: conversions and credit are the part that the model gives to it');
    expect(text).toContain(`/catalog/campaigns/${campaign}/credit?model=linear&by=show`);
    expect(text).not.toMatch(/All conversions|Unattributed|Organic/);
    expect((await found(id))?.report).toMatchObject({ campaign });
    expect((await world.send('DELETE', `${PATH}/${id}`)).status).toBe(204);
  });

  test('come once a period however many processes look, with the figures as a table and a link to stop them', async () => {
    const { id, nextAt } = await make({ outsiders: ['Sponsor@Elsewhere.example'] });
    await send();
    expect(await queued()).toBe(0);
    world.database.setNow(Date.parse(nextAt ?? ''));
    await Promise.all([send(), send(), send()]);
    await send();
    expect(await queued()).toBe(1);
    const [{ to, head, text }] = await deliver();
    expect(to).toBe('sponsor@elsewhere.example');
    for (const told of [
      'Weekly',
      'Unattributed',
      'All conversions',
      'the last 30 days',
      'In the dashboard: http',
      '?model=linear&groupBy=campaign&days=30',
    ])
      expect(text).toContain(told);
    expect(await found(id)).toMatchObject({
      lastMails: 1,
      lastProblem: null,
      nextAt: new Date(Date.parse(nextAt ?? '') + DAY_MS).toISOString(),
    });

    const path = stopPathOf(text);
    const asked = await world.server.send('GET', path);
    expect(asked).toMatchObject({ status: 200, text: expect.stringContaining('Stop these mails?') as string });
    expect(asked.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(head).toMatch(/^List-Unsubscribe: <https?:\/\/[^>]+\/u\/[^>]+>\r?$/m);
    expect(head).toContain(`${path}>`);
    expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
    expect((await found(id))?.outsiders).toEqual([{ email: 'sponsor@elsewhere.example', hasUnsubscribed: false }]);
    const forged = `${path.slice(0, -4)}AAAA`;
    expect((await press(forged, ONE_CLICK)).status).toBe(404);
    expect((await found(id))?.outsiders).toEqual([{ email: 'sponsor@elsewhere.example', hasUnsubscribed: false }]);
    const stopped = await press(path, ONE_CLICK);
    expect(stopped.status).toBe(200);
    expect(await stopped.text()).toContain('You get these mails no more');
    expect((await found(id))?.outsiders).toEqual([{ email: 'sponsor@elsewhere.example', hasUnsubscribed: true }]);
    world.database.setNow(Date.parse(nextAt ?? '') + DAY_MS);
    await send();
    expect(await queued()).toBe(0);
    expect((await world.server.send('GET', `/u/${path.slice(4)}`)).status).toBe(404);
    world.database.setNow(NOW_MS);
    await world.send('DELETE', `${PATH}/${id}`);
    expect((await world.server.send('GET', path)).status).toBe(404);
  });

  test('that nobody looked at for days come as one, and none come while it is paused', async () => {
    const { id } = await make({ outsiders: ['one@elsewhere.example'] });
    const paused = await make({ title: 'Paused', outsiders: ['two@elsewhere.example'] });
    expect((await world.send('PATCH', `${PATH}/${paused.id}`, { body: { isPaused: true } })).json).toMatchObject({ nextAt: null });
    world.database.setNow(NOW_MS + 5 * DAY_MS);
    await send();
    expect((await deliver()).map(({ to }) => to)).toEqual(['one@elsewhere.example']);
    world.database.setNow(NOW_MS);
    for (const one of [id, paused.id]) expect((await world.send('DELETE', `${PATH}/${one}`)).status).toBe(204);
  });

  test('go to members as they chose, and at once where somebody asks', async () => {
    const person = await createTestPerson(world.database.context);
    await addTestMember(world.database.context, person, world.mine.tenantId, 'owner');
    const { id, nextAt } = await make({ title: HOSTILE, toMembers: true });
    const answer = await world.send('POST', `${PATH}/${id}/send`, { body: {} });
    expect(answer.status, answer.text).toBe(200);
    expect((answer.json as ReportSchedule).nextAt).toBe(nextAt);
    const told = await deliver();
    expect(told.map(({ to }) => to)).toContain(person.email);
    expect(told[0].text).toContain('You get mails of reports because');
    await world.send('DELETE', `${PATH}/${id}`);
  });

  test('of a tenant that is suspended rest', async () => {
    const { id } = await make({ outsiders: ['rest@elsewhere.example'] });
    await world.admin.query('update tenants set suspended_at = now() where tenant_id = $1', [world.mine.tenantId]);
    // Later than in every test before: how a tenant stands is remembered by the clock for two seconds, and that does not run backwards.
    world.database.setNow(NOW_MS + 10 * DAY_MS);
    await send();
    expect(await queued()).toBe(0);
    await expect(sendReportSchedule(world.database.context, systemActor(world.mine.tenantId), id)).rejects.toMatchObject({
      code: 'suspended',
    });
    await world.admin.query('update tenants set suspended_at = null where tenant_id = $1', [world.mine.tenantId]);
    world.database.setNow(NOW_MS + 11 * DAY_MS);
    await send();
    expect(await queued()).toBe(1);
    await deliver();
    world.database.setNow(NOW_MS);
    await world.send('DELETE', `${PATH}/${id}`);
  });

  test('to strangers stay within what a tenant may send in a day, and it says so', async () => {
    const { id } = await make({ outsiders: ['often@elsewhere.example'] });
    let last: ReportSchedule | undefined;
    for (let time = 0; time < 11; time += 1) last = (await world.send('POST', `${PATH}/${id}/send`, { body: {} })).json as ReportSchedule;
    expect(last).toMatchObject({ lastMails: 0, lastProblem: expect.stringContaining('10 mails a day to one address') as string });
    expect(await queued()).toBe(10);
    await deliver();
    await world.send('DELETE', `${PATH}/${id}`);
  });

  test('wait while events wait to be matched, for three hours at most', async () => {
    const { id, nextAt } = await make({ outsiders: ['waits@elsewhere.example'] });
    const dueMs = Date.parse(nextAt ?? '');
    const order = { id: 'waits', kind: 'purchase', valueMinor: 100, currency: 'USD', occurredAt: '2026-11-18T08:00:00Z' } as const;
    await acceptConversions(world.database.context, world.mine.actor, [{ ...order, identity: { userId: 'who waits' } }], 'server');
    world.database.setNow(dueMs + LONGEST_WAIT_MS - 1);
    await send();
    expect(await queued()).toBe(0);
    world.database.setNow(dueMs + LONGEST_WAIT_MS);
    await send();
    expect((await deliver())[0].text).toContain('these figures are not complete yet');
    world.database.setNow(dueMs + DAY_MS - 1);
    await world.drain();
    world.database.setNow(dueMs + DAY_MS);
    await send();
    expect((await deliver())[0].text).not.toContain('not complete yet');
    await world.send('DELETE', `${PATH}/${id}`);
  });

  test('stop once whoever answers for them is no member or may not have them mailed, until somebody has them go on', async () => {
    const { context } = world.database;
    const { tenantId, tier } = world.mine.actor;
    for (const loss of ["update members set role = 'viewer' where person_id = $1", 'delete from members where person_id = $1']) {
      const person = await createTestPerson(context);
      await addTestMember(context, person, tenantId, 'admin');
      const who = { name: `member:${person.id}`, personId: person.id, role: 'admin' } as const;
      const actor: Actor = { kind: 'member', tenantId, tier, scopes: [], ...who };
      const input = { title: 'x', report: {}, every: 'day', hour: 8, toMembers: false, outsiders: ['left@elsewhere.example'] };
      const { id, nextAt } = await createReportSchedule(context, actor, NewReportSchedule.parse(input));
      world.database.setNow(Date.parse(nextAt ?? ''));
      await world.admin.query(loss, [person.id]);
      await send();
      await send();
      expect(await queued()).toBe(0);
      expect(await found(id)).toMatchObject({ isPaused: true, lastProblem: expect.stringContaining('may no longer') as string });
      const resumed = (await world.send('PATCH', `${PATH}/${id}`, { body: { isPaused: false } })).json as ReportSchedule;
      expect(resumed).toMatchObject({ isPaused: false, lastProblem: null });
      world.database.setNow(Date.parse(resumed.nextAt ?? ''));
      await send();
      expect(await deliver()).toHaveLength(1);
      await world.send('DELETE', `${PATH}/${id}`);
      world.database.setNow(NOW_MS);
    }
  });

  test('are stopped by whatever a mail program posts, and by no other request', async () => {
    for (const body of [undefined, new FormData(), new URLSearchParams()]) {
      if (body instanceof FormData) body.set('List-Unsubscribe', 'One-Click');
      const { id } = await make({ outsiders: ['press@elsewhere.example'] });
      await world.send('POST', `${PATH}/${id}/send`, { body: {} });
      const path = stopPathOf((await deliver())[0].text);
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) await fetch(new URL(path, world.server.url), { method });
      expect((await found(id))?.outsiders[0].hasUnsubscribed).toBe(false);
      expect((await press(path, body)).status).toBe(200);
      expect((await found(id))?.outsiders[0].hasUnsubscribed).toBe(true);
      const audited = await world.admin.query('select actor from audit_log where action = $1 and target = $2', [
        'report_schedule.unsubscribe',
        id,
      ]);
      expect(audited.rows).toEqual([{ actor: 'recipient' }]);
      await world.send('DELETE', `${PATH}/${id}`);
    }
  });

  test('tell spend, ROAS and CPA only where the schedule says so', async () => {
    for (const showsSpend of [undefined, false, true]) {
      const { id } = await make({ showsSpend, outsiders: ['spend@elsewhere.example'], report: { models: ['linear'] } });
      await world.send('POST', `${PATH}/${id}/send`, { body: {} });
      const [{ text }] = await deliver();
      expect(/ROAS/.test(text)).toBe(showsSpend === true);
      expect(/CPA/.test(text)).toBe(showsSpend === true);
      expect(/Spend/.test(text)).toBe(showsSpend === true);
      await world.send('DELETE', `${PATH}/${id}`);
    }
  });

  test('are asked of no tenant while none is due', async () => {
    const { id } = await make({ outsiders: ['later@elsewhere.example'] });
    const { db } = world.database.context;
    const due = (atMs: number) => inDirectory(db, (tx) => listTenantsWithDue(tx, new Date(atMs).toISOString()));
    expect(await due(NOW_MS)).toEqual([]);
    expect(await due(NOW_MS + 2 * DAY_MS)).toEqual([world.mine.tenantId]);
    await world.send('PATCH', `${PATH}/${id}`, { body: { isPaused: true } });
    expect(await due(NOW_MS + 2 * DAY_MS)).toEqual([]);
    await world.send('DELETE', `${PATH}/${id}`);
  });

  test.each([
    [{ title: 'Weekly\r\nBcc: x@elsewhere.example' }, '/title'],
    [{ title: 'Weekly\nx' }, '/title'],
    [{ outsiders: ['a@elsewhere.example\r\nBcc: x@elsewhere.example'] }, '/outsiders'],
    [{ outsiders: ['a@elsewhere.example\n'] }, '/outsiders'],
    [{ outsiders: ['a@elsewhere.example,b@elsewhere.example'] }, '/outsiders'],
    [{ toMembers: false, outsiders: [] }, '/outsiders'],
    [{ outsiders: ['no address'] }, '/outsiders'],
    [{ outsiders: Array.from({ length: 21 }, (_, place) => `a${place}@elsewhere.example`) }, '/outsiders'],
    [{ hour: 24 }, '/hour'],
    [{ report: { models: ['never-made'] } }, '/models'],
  ])('are not set up with %o', async (change, pointer) => {
    const body = { title: 'x', report: {}, every: 'day', hour: 8, ...change };
    const { status, text } = await world.send('POST', PATH, { body });
    expect(status).toBe(400);
    expect(text).toContain(pointer);
  });
});
