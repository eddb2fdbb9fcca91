import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { foundIn } from '../../../test/routes-insights.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Finding } from './schema.ts';
import { changeInsight, endInsightsIn, getInsight, listInsights, recordInsightIn } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 11, 1, minute));
const record = (finding: Finding, minute = 0) =>
  inTenant(database.context.db, tenant.tenantId, (tx) => recordInsightIn(tx, finding, at(minute)));
const list = (filter = {}, limit = 100, cursor?: string) =>
  listInsights(database.context, tenant.actor, filter, pageRequest({ limit, cursor }));

describe('insights', () => {
  test('are one of each source and key, which says what was found last and keeps the status a person gave it', async () => {
    const finding = foundIn('spring');
    expect(await record(finding)).toBe(true);
    expect(await record(finding, 1)).toBe(false);
    const [{ id }] = (await list()).items;
    await changeInsight(database.context, tenant.actor, id, { status: 'dismissed', note: 'A sale.' });
    expect(await record({ ...finding, finding: 'Conversions were four times what is usual.' }, 2)).toBe(true);
    const [insight, ...others] = (await list()).items;
    expect(others).toEqual([]);
    expect(insight).toMatchObject({
      id,
      status: 'dismissed',
      note: 'A sale.',
      foundAt: at(0).toISOString(),
      changedAt: at(2).toISOString(),
    });
    expect(insight.finding).toBe('Conversions were four times what is usual.');
    expect(await record({ ...finding, source: 'forecast' }, 3)).toBe(true);
    expect((await list()).items).toHaveLength(2);
  });

  test('are listed by day, the latest first, page by page, and by what they are about', async () => {
    const days = ['2026-11-02', '2026-11-05', '2026-11-03', '2026-11-05'];
    for (const [place, day] of days.entries())
      await record({ ...foundIn(place < 2 ? 'spring' : 'autumn'), key: String(place), day, source: place === 2 ? 'forecast' : 'anomaly' });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await list({}, 1, after);
      seen.push(...page.items.map(({ day }) => day));
      after = page.nextCursor ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(['2026-11-05', '2026-11-05', '2026-11-03', '2026-11-02']);
    await record({ ...foundIn('summer'), key: 'pressing', day: '2026-11-05', rank: 1 });
    await record({ ...foundIn('winter'), key: 'later', day: '2026-11-05' });
    const [first, second] = [await list({}, 1), await list({}, 2)];
    expect([first, second].map(({ items }) => items.at(-1)?.subject.key)).toEqual(['summer', 'winter']);
    expect((await list({}, 1, first.nextCursor ?? '')).items.map(({ subject }) => subject.key)).toEqual(['winter']);
    expect((await list({ source: 'forecast' })).items.map(({ day }) => day)).toEqual(['2026-11-03']);
    const daysOfAutumn = (await list({ subjectType: 'campaign', subject: 'autumn' })).items.map(({ day }) => day);
    expect(daysOfAutumn).toEqual(['2026-11-05', '2026-11-03']);
    expect((await list({ status: 'done' })).items).toEqual([]);
  });

  test('refuse a cursor that is none, and one for another tenant is not there', async () => {
    await record(foundIn('spring'));
    for (const after of ['x', '2026-11-05', '2026-99-99 0 00000000-0000-4000-8000-000000000000'])
      await expect(listInsights(database.context, tenant.actor, {}, { after, limit: 1 })).rejects.toMatchObject({
        code: 'invalid_request',
      });
    const [{ id }] = (await list()).items;
    const stranger = await createTestTenant(database.context);
    await expect(getInsight(database.context, stranger.actor, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(changeInsight(database.context, stranger.actor, id, { status: 'done' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await getInsight(database.context, tenant.actor, id)).status).toBe('open');
  });

  test('go with the work that found them', async () => {
    const failing = inTenant(database.context.db, tenant.tenantId, async (tx) => {
      await recordInsightIn(tx, foundIn('spring'), at(0));
      throw new RangeError('the work failed');
    });
    await expect(failing).rejects.toThrow('the work failed');
    expect((await list()).items).toEqual([]);
  });
});

describe('an insight whose finding no longer holds', () => {
  const end = (which: Parameters<typeof endInsightsIn>[1], minute: number) =>
    inTenant(database.context.db, tenant.tenantId, (tx) => endInsightsIn(tx, which, at(minute)));
  const audited = () =>
    inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query<{ action: string; actor: string; before: object; after: object }>({
        text: `select action, actor, before, after from audit_log where tenant_id = $1 and action in ('insight.end', 'insight.return')
               order by seq`,
        values: [tx.tenantId],
      }),
    );
  const finding = foundIn('spring');
  const itself = { source: finding.source, keys: [finding.key] };
  const only = async () => (await list()).items[0];

  test('has ended, once, and is open again when it is found anew', async () => {
    await record(finding);
    expect(await end(itself, 1)).toBe(1);
    expect(await end(itself, 2)).toBe(0);
    expect(await only()).toMatchObject({ status: 'ended', endedAt: at(1).toISOString(), statusBy: null });
    expect((await list({ status: 'open' })).items).toEqual([]);
    expect(await record(finding, 3)).toBe(true);
    expect(await only()).toMatchObject({ status: 'open', endedAt: null, changedAt: at(0).toISOString() });
    expect(await audited()).toEqual([
      {
        action: 'insight.end',
        actor: 'system',
        before: { status: 'open' },
        after: { status: 'ended', endedAt: at(1).toISOString() },
      },
      { action: 'insight.return', actor: 'system', before: { status: 'ended' }, after: { status: 'open', endedAt: null } },
    ]);
  });

  test.each(['done', 'dismissed'] as const)('keeps that a person said %s, and says since when', async (status) => {
    await record(finding);
    const { id } = await only();
    await changeInsight(database.context, tenant.actor, id, { status, note: 'Seen.' });
    await end(itself, 1);
    expect(await only()).toMatchObject({ status, note: 'Seen.', statusBy: tenant.actor.name, endedAt: at(1).toISOString() });
    await record(finding, 2);
    expect(await only()).toMatchObject({ status, note: 'Seen.', endedAt: null });
  });

  test('stays open where a person opened it again after it had ended, until it is found anew', async () => {
    await record(finding);
    await end(itself, 1);
    const { id } = await only();
    await changeInsight(database.context, tenant.actor, id, { status: 'open' });
    expect(await end(itself, 2)).toBe(0);
    expect(await only()).toMatchObject({ status: 'open', endedAt: at(1).toISOString() });
    await record(finding, 3);
    expect(await end(itself, 4)).toBe(1);
    expect(await only()).toMatchObject({ status: 'ended' });
  });

  test('is told by what it is about and its kind, all but those found again, and never of another source or thing', async () => {
    const about = (campaign: string, key: string, more: Partial<Finding> = {}) => record({ ...foundIn(campaign), key, ...more });
    await about('spring', 'kept');
    await about('spring', 'gone');
    await about('spring', 'other kind', { kind: 'drop' });
    await about('spring', 'gone', { source: 'forecast' });
    await about('autumn', 'elsewhere');
    const subject = { type: 'campaign', key: 'spring' } as const;
    expect(await end({ source: 'anomaly', kinds: ['spike'], subject, except: ['kept'] }, 1)).toBe(1);
    const ended = (await list({ status: 'ended' })).items;
    expect(ended.map(({ source, kind, subject: { key } }) => [source, kind, key])).toEqual([['anomaly', 'spike', 'spring']]);
    expect(await end({ source: 'anomaly', subject }, 2)).toBe(2);
    expect((await list({ status: 'open' })).items.map(({ source, subject: { key } }) => `${source} ${key}`).sort()).toEqual([
      'anomaly autumn',
      'forecast spring',
    ]);
  });

  test('of another tenant is left alone', async () => {
    await record(finding);
    const stranger = await createTestTenant(database.context);
    expect(await inTenant(database.context.db, stranger.tenantId, (tx) => endInsightsIn(tx, itself, at(1)))).toBe(0);
    expect(await only()).toMatchObject({ status: 'open', endedAt: null });
  });
});
