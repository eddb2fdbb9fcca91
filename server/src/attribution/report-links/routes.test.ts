import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import type { CreatedReportLink, ReportLink } from './schema.ts';

const DAY_MS = 86_400_000;
const HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';

let world: World;

async function make(body: { report: object } & Record<string, unknown> = { report: {} }) {
  const answer = await world.send('POST', '/attribution/report-links', { body });
  expect(answer.status, answer.text).toBe(201);
  const link = answer.json as CreatedReportLink;
  return { ...link, path: new URL(link.address).pathname };
}

const open = (path: string) => world.server.send('GET', path);
const listed = async () => ((await world.send('GET', '/attribution/report-links')).json as { items: ReportLink[] }).items;

async function leaveOrder(id: string, day: string, valueMinor: number): Promise<void> {
  const { context } = world.database;
  const { actor } = world.mine;
  const at = { occurredAt: `${day}T08:00:00Z`, identity: { userId: `buyer of ${id}` } };
  const touch = { id: `touch of ${id}`, kind: 'click', campaign: 'page', show: '=of-page', ...at } as const;
  await acceptTouchpoints(context, actor, [touch], 'server');
  await acceptConversions(context, actor, [{ id, kind: 'subscription', valueMinor, currency: 'USD', ...at }], 'server');
}

const OF_PAGE = { conversionKind: ['subscription'], models: ['linear'] };

beforeAll(async () => {
  world = await openWorld();
  await world.admin.query('delete from tenant_samples');
  await putCampaign(world.database.context, world.mine.actor, 'page', {
    name: `Page ${HOSTILE}`,
    spendMinor: 5_000,
    currency: 'USD',
  });
  await leaveOrder('sub-1', '2026-11-01', 10_000);
  await leaveOrder('sub-2', '2026-11-18', 2_500);
  await world.drain();
});
afterAll(() => world.close());

describe('the page of a report', () => {
  test('tells it to whoever has the address, without scripts or anything from elsewhere', async () => {
    const { path } = await make({ title: 'For the sponsor', note: 'As agreed.', report: OF_PAGE });
    const { status, text, headers } = await open(path);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    for (const told of ['For the sponsor', 'As agreed.', '$125.00', 'as of', 'Linear', 'Unattributed', 'What the figures mean', 'all time'])
      expect(text).toContain(told);
    expect(text).not.toMatch(/buyer of|sub-1|<(script|img|link|iframe|form)|http-equiv| style="/);
  });

  test('shows what anybody called a campaign, or wrote as title or note, as the text it is', async () => {
    const { path } = await make({ title: HOSTILE, note: HOSTILE, report: OF_PAGE });
    const { text } = await open(path);
    expect(text).toContain('Page &lt;script&gt;alert(1)');
    expect(text).toContain('<h1>&lt;script&gt;');
    expect(text).not.toMatch(/<(script|img)/);
  });

  test('shows the last days of UTC as of when it is opened, and several models side by side', async () => {
    const { path } = await make({ report: { conversionKind: ['subscription'], days: 5, models: ['linear', 'last_touch'] } });
    const { text } = await open(path);
    expect(text).toContain('16 November 2026 to 20 November 2026 (the last 5 days, UTC)');
    expect(text).toContain('$25.00');
    expect(text).not.toContain('$100.00');
    expect(text).toContain('Last touch');
  });

  test('says when the tenant holds sample data, as its CSV does', async () => {
    const { path } = await make({ report: OF_PAGE });
    expect((await open(path)).text).not.toContain('Sample data');
    await world.admin.query(
      `insert into tenant_samples (tenant_id, state, starts_on, changed_at) values ($1, 'loaded', '2026-11-01', '2026-11-20')`,
      [world.mine.tenantId],
    );
    world.database.setNow(NOW_MS + 60_000);
    expect((await open(path)).text).toContain('Sample data: these figures hold simulated events');
    const lines = (await open(`${path}.csv`)).text.trim().split('\r\n');
    expect(lines[0]).toMatch(/,currency,data$/);
    expect(lines.slice(1).every((line) => line.endsWith(',with sample data'))).toBe(true);
    await world.admin.query('delete from tenant_samples where tenant_id = $1', [world.mine.tenantId]);
    world.database.setNow(NOW_MS);
  });

  test('hands out what it shows as CSV, in which nothing is a formula', async () => {
    const { path, id } = await make({ report: { ...OF_PAGE, groupBy: 'show' } });
    const { status, text, headers } = await open(`${path}.csv`);
    expect({ status, type: headers.get('content-type'), kept: headers.get('content-disposition') }).toEqual({
      status: 200,
      type: 'text/csv; charset=utf-8',
      kept: 'attachment; filename="report.csv"',
    });
    expect(text.split('\r\n')).toEqual([
      'model,row,key,label,conversions,valueMinor,currency',
      "linear,credited,'=of-page,'=of-page,2,12500,USD",
      'linear,organic,,organic,0,0,USD',
      'linear,unattributed,,unattributed,0,0,USD',
      'linear,all,,all,2,12500,USD',
      '',
    ]);
    expect((await listed()).find((link) => link.id === id)).toMatchObject({ views: 0 });
  });

  test('tells what was spent only where whoever made it chose so, as its CSV does', async () => {
    const [silent, open_] = [await make({ report: OF_PAGE }), await make({ report: OF_PAGE, showsSpend: true })];
    expect([silent.showsSpend, open_.showsSpend]).toEqual([false, true]);
    const both = async ({ path }: { path: string }) => [(await open(path)).text, (await open(`${path}.csv`)).text];
    const [page, file] = await both(silent);
    expect(page).not.toMatch(/Spend|ROAS|CPA|\$50\.00/);
    expect(file).not.toMatch(/spendMinor|roas|cpaMinor|5000/);
    const [shownPage, shownFile] = await both(open_);
    for (const text of ['Spend', 'ROAS', 'CPA', '$50.00', '2.5×', '$25.00']) expect(shownPage).toContain(text);
    expect(shownFile).toContain('spendMinor,roas,cpaMinor,currency');
    expect(shownFile).toContain(',2,12500,5000,2.5,2500,USD');
  });

  test('asks those to come back later for whom too many strangers wait', async () => {
    const links: { path: string }[] = [];
    for (let count = 0; count < 22; count += 1) links.push(await make({ report: OF_PAGE }));
    await world.admin.query('begin; lock table campaigns in access exclusive mode');
    const answers = links.map(({ path }) => open(path));
    const { status, text, headers } = await Promise.race(answers);
    await world.admin.query('rollback');
    expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '5' });
    expect(text).toContain('Try again in a moment.');
    expect((await Promise.all(answers)).filter((answer) => answer.status === 200)).toHaveLength(21);
  });

  test('is computed anew in another minute, and says when work waits', async () => {
    const { path } = await make({ report: { ...OF_PAGE, days: 1 } });
    expect((await open(path)).text).not.toContain('wait to be matched');
    await leaveOrder('sub-3', '2026-11-20', 700);
    expect((await open(path)).text).not.toContain('wait to be matched');
    world.database.setNow(NOW_MS + 60_000);
    expect((await open(path)).text).toContain('wait to be matched');
    await world.drain();
    world.database.setNow(NOW_MS + 120_000);
    const { text } = await open(path);
    expect(text).not.toContain('wait to be matched');
    expect(text).toContain('$7.00');
    world.database.setNow(NOW_MS);
  });

  test('counts how often it was opened, and not who looked at its head or its file alone', async () => {
    const { id, path } = await make();
    await open(path);
    await world.server.send('HEAD', path);
    await open(`${path}.csv`);
    await open(path);
    expect((await listed()).find((link) => link.id === id)).toMatchObject({
      views: 2,
      lastViewedAt: new Date(NOW_MS).toISOString(),
      state: 'live',
    });
  });

  test('has the days and sums of the room that it was shared from, whatever the zone of the tenant', async () => {
    await leaveOrder('sub-late', '2026-11-16', 900);
    await world.drain();
    const { path } = await make({ report: { conversionKind: ['subscription'], days: 5 } });
    const before = (await open(`${path}.csv`)).text;
    await world.admin.query(`update tenants set time_zone = 'Pacific/Kiritimati' where tenant_id = $1`, [world.mine.tenantId]);
    world.database.setNow(NOW_MS + 60_000);
    const { text } = await open(path);
    expect(text).toContain('16 November 2026 to 20 November 2026 (the last 5 days, UTC)');
    expect((await open(`${path}.csv`)).text).toBe(before);
    await world.admin.query(`update tenants set time_zone = 'UTC' where tenant_id = $1`, [world.mine.tenantId]);
    world.database.setNow(NOW_MS);
  });

  test('of a model that was put out of use says that it cannot be shown', async () => {
    const path = '/attribution/models/short-lived';
    expect((await world.send('PUT', path, { body: { base: 'time_decay', parameters: { halfLifeDays: 3 } } })).status).toBeLessThan(300);
    const link = await make({ report: { models: ['short-lived'] } });
    expect((await open(link.path)).status).toBe(200);
    expect((await world.send('DELETE', path)).status).toBe(204);
    world.database.setNow(NOW_MS + 60_000);
    expect(await open(link.path)).toMatchObject({ status: 410, text: expect.stringContaining('cannot be shown') as string });
    world.database.setNow(NOW_MS);
  });
});

describe('an address', () => {
  test('that was never made, has expired, was revoked, or is of a suspended tenant shows the same as any other', async () => {
    const nowhere = await open(`/r/${'A'.repeat(32)}`);
    expect(nowhere.status).toBe(404);
    const [revoked, expired, suspended] = [
      await make(),
      await make({ report: {}, expiresInDays: 1 }),
      await make({ report: {}, expiresInDays: 300 }),
    ];
    expect((await world.send('DELETE', `/attribution/report-links/${revoked.id}`)).status).toBe(204);
    const same = async (path: string) => {
      const { status, text, headers } = await open(path);
      expect({ status, text, policy: headers.get('content-security-policy') }).toEqual({
        status: 404,
        text: nowhere.text,
        policy: nowhere.headers.get('content-security-policy'),
      });
    };
    for (const path of [revoked.path, `${revoked.path}.csv`, '/r/short', `/r/${'é'.repeat(32)}`, "/r/'%20or%201=1", '/r/.csv'])
      await same(path);
    world.database.setNow(NOW_MS + DAY_MS);
    await same(expired.path);
    await world.admin.query('update tenants set suspended_at = now() where tenant_id = $1', [world.mine.tenantId]);
    world.database.setNow(NOW_MS + 2 * DAY_MS);
    await same(suspended.path);
    await world.admin.query('update tenants set suspended_at = null where tenant_id = $1', [world.mine.tenantId]);
    world.database.setNow(NOW_MS + 3 * DAY_MS);
    expect((await open(suspended.path)).status).toBe(200);
    world.database.setNow(NOW_MS);
  });

  test('is kept as a hash alone, and neither the list nor the audit log tells it', async () => {
    const { path, address } = await make();
    const token = path.slice('/r/'.length);
    expect(token).toMatch(/^[0-9A-Za-z]{32}$/);
    const { rows } = await world.admin.query<{ found: string }>(
      `select (l::text || coalesce((select string_agg(a::text, '') from audit_log a), '')) as found from report_links l`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ found }) => !found.includes(token))).toBe(true);
    expect(JSON.stringify(await listed())).not.toContain(address);
  });

  test('is revoked by nobody but its own tenant', async () => {
    const { id, path } = await make();
    const sent = await world.send('DELETE', `/attribution/report-links/${id}`, { key: world.theirs.apiKey });
    expect(sent.status).toBe(404);
    expect((await open(path)).status).toBe(200);
  });

  test.each([
    [{ days: 30, from: '2026-11-01' }, '/report/days'],
    [{ from: '2026-11-02', to: '2026-11-01' }, '/from'],
    [{ models: ['never-made'] }, '/models'],
    [{ firstShare: 0.6, lastShare: 0.6 }, '/lastShare'],
    [{ days: 401 }, '/report/days'],
    [{ placebo: true }, '/report/placebo'],
  ])('is not made for a report that cannot be: %o', async (report, pointer) => {
    const { status, json } = await world.send('POST', '/attribution/report-links', { body: { report } });
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain(pointer);
  });
});
