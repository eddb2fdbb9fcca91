import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { foundIn } from '../../../test/routes-insights.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Finding } from './schema.ts';
import { changeInsight, getInsight, listInsights, recordInsightIn } from './service.ts';

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
    expect((await list({ source: 'forecast' })).items.map(({ day }) => day)).toEqual(['2026-11-03']);
    const daysOfAutumn = (await list({ subjectType: 'campaign', subject: 'autumn' })).items.map(({ day }) => day);
    expect(daysOfAutumn).toEqual(['2026-11-05', '2026-11-03']);
    expect((await list({ status: 'done' })).items).toEqual([]);
  });

  test('refuse a cursor that is none, and one for another tenant is not there', async () => {
    await record(foundIn('spring'));
    for (const after of ['x', '2026-11-05', '2026-99-99 00000000-0000-4000-8000-000000000000'])
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
