import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Page } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { AuditEntry } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/security/audit-log';

async function list(query = '', key = world.mine.apiKey): Promise<Page<AuditEntry>> {
  const answer = await world.send('GET', `${PATH}${query}`, { key });
  expect(answer.status, answer.text).toBe(200);
  return answer.json as Page<AuditEntry>;
}

function record({ tenantId }: Party, entry: Partial<Parameters<typeof recordAuditIn>[1]>): Promise<void> {
  const whole = { actor: 'test', action: 'thing.do', target: 'a-thing', ...entry };
  return inTenant(world.database.context.db, tenantId, (tx) => recordAuditIn(tx, whole));
}

describe('the audit log', () => {
  test('is listed newest first with what was before and after, and reading it is recorded', async () => {
    await record(world.mine, { target: 'seen', before: { name: 'Old' }, after: { name: 'New' } });
    const first = await list('?limit=2');
    expect(first.items[0]).toMatchObject({ target: 'seen', before: { name: 'Old' }, after: { name: 'New' }, actor: 'test' });
    expect(first.items[0].seq).toBe(first.items[1].seq + 1);
    const [read] = (await list('?limit=1')).items;
    expect(read).toMatchObject({ action: 'audit_log.read', actor: expect.stringMatching(/^api_key:/) as string });
  });

  test('comes in pages without a gap, also while it grows', async () => {
    const seqs: number[] = [];
    let query = '?limit=3';
    for (;;) {
      const { items, nextCursor } = await list(query);
      seqs.push(...items.map(({ seq }) => seq));
      if (nextCursor === null) break;
      query = `?limit=3&cursor=${nextCursor}`;
    }
    expect(seqs).toEqual(Array.from({ length: seqs[0] }, (_, place) => seqs[0] - place));
  });

  test('is filtered by who, what, on what, and when', async () => {
    await record(world.mine, { actor: 'member:x', action: 'only.this', target: 'filtered' });
    for (const query of ['?actor=member:x', '?action=only.this', '?target=filtered', '?actor=member:x&action=only.this&target=filtered'])
      expect((await list(query)).items).toMatchObject([{ target: 'filtered' }]);
    const [{ occurredAt }] = (await list('?target=filtered')).items;
    const later = new Date(Date.parse(occurredAt) + 1).toISOString();
    expect((await list(`?target=filtered&from=${occurredAt.slice(0, 23)}Z&to=${later}`)).items).toHaveLength(1);
    expect((await list(`?target=filtered&from=${later}`)).items).toEqual([]);
    expect((await list('?target=filtered&to=2020-01-01T00:00:00%2B01:00')).items).toEqual([]);
  });

  test.each(['?from=yesterday', '?from=2026-01-01', '?to=0001-01-01T00:00:00Z', '?cursor=MA', '?cursor=eA', `?actor=${'x'.repeat(301)}`])(
    'refuses %s',
    async (query) => {
      expect(await world.send('GET', `${PATH}${query}`)).toMatchObject({ status: 400, json: { code: 'invalid_request' } });
    },
  );

  test("shows nothing of another tenant's", async () => {
    await record(world.theirs, { target: 'theirs alone' });
    expect((await list('?target=theirs%20alone')).items).toEqual([]);
    expect((await list('?target=theirs%20alone', world.theirs.apiKey)).items).toHaveLength(1);
  });
});

describe('an export', () => {
  const exported = async (query: string) => {
    const answer = await world.send('GET', `${PATH}/export${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer;
  };

  test('as NDJSON holds every row up to itself, the oldest first, with all that the hashes cover', async () => {
    const answer = await exported('');
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit-log.ndjson"');
    const rows = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; tenant: string; previousHash: string; hash: string });
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, place) => place + 1));
    expect(new Set(rows.map(({ tenant }) => tenant))).toEqual(new Set([world.mine.tenantId]));
    for (const [place, row] of rows.entries()) if (place > 0) expect(row.previousHash).toBe(rows[place - 1].hash);
    const [last] = (await list('?limit=1')).items;
    expect(last).toMatchObject({ action: 'audit_log.export', after: { format: 'ndjson' }, seq: rows.length + 1 });
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('as CSV turns %j into no formula', async (target) => {
    await record(world.mine, { target });
    const { text } = await exported(`?format=csv&target=${encodeURIComponent(target)}`);
    const [head, row] = text.split('\r\n');
    expect(head).toBe('seq,id,occurredAt,actor,action,target,before,after,previousHash,hash');
    expect(row).toContain(target.includes('\r') ? `,"'${target}",` : `,'${target},`);
  });

  test('as CSV quotes what needs it, and what stands first in before and after is no formula either', async () => {
    await record(world.mine, { target: 'a "quoted", one', after: { note: '=1+1' } });
    const { text } = await exported('?format=csv&target=a%20%22quoted%22,%20one');
    expect(text).toContain(`"a ""quoted"", one",,"{""note"":""=1+1""}"`);
  });

  test('of many rows is read in parts and comes whole', async () => {
    await inTenant(world.database.context.db, world.theirs.tenantId, async (tx) => {
      for (let place = 0; place < 2_300; place += 1) await recordAuditIn(tx, { actor: 'test', action: 'thing.do', target: `t-${place}` });
    });
    const answer = await world.send('GET', `${PATH}/export?action=thing.do`, { key: world.theirs.apiKey });
    const targets = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { target: string }).target);
    expect(targets.filter((target) => target.startsWith('t-'))).toEqual(Array.from({ length: 2_300 }, (_, place) => `t-${place}`));
  });
});
