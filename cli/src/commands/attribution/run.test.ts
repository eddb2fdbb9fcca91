import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, postmasterOf, run, runJson, signalOnce } from '../../../test/program.ts';

const MIGRATIONS = readdirSync(join(import.meta.dirname, '../../../../server/migrations')).toSorted();
const PEOPLE = 40;

let folder: string;
beforeAll(() => {
  folder = emptyFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Drained {
  downloads: number;
  touchpoints: number;
  conversions: number;
  changedPaths: number;
}

const attributionRun = (...words: string[]) => runJson<Drained>(['attribution', 'run', '--tenant', 'acme', ...words], { folder });

/** One exposure and, a day later, one order per person. */
function writeEvents(): void {
  const people = Array.from({ length: PEOPLE }, (_, number) => number);
  const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const lines = (items: object[]) => items.map((item) => JSON.stringify(item)).join('\n');
  const exposure = (n: number) => ({
    id: `t-${n}`,
    occurredAt: dayAgo(3),
    kind: 'impression',
    campaign: 'spring',
    show: 'daily-tech',
    identity: { userId: `u-${n}` },
  });
  const order = (n: number) => ({
    id: `c-${n}`,
    occurredAt: dayAgo(2),
    kind: 'purchase',
    valueMinor: 100 + n,
    currency: 'USD',
    identity: { userId: `u-${n}` },
  });
  writeFileSync(join(folder, 'touchpoints.ndjson'), lines(people.map(exposure)));
  writeFileSync(join(folder, 'conversions.ndjson'), lines(people.map(order)));
}

describe('without a database that runs', () => {
  test('earshot migrate makes one with every table, and has nothing to do the next time', async () => {
    expect(await runJson(['migrate'], { folder })).toEqual({ applied: MIGRATIONS.filter((name) => name.endsWith('.sql')) });
    expect(await run(['migrate'], { folder })).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' });
  });

  test('each command starts it for itself and leaves none behind', async () => {
    await runJson(['tenants', 'create', '--name', 'Acme', '--slug', 'acme'], { folder });
    expect(postmasterOf(folder)).toBeUndefined();
    expect(readdirSync(join(folder, 'data/leases'))).toEqual([]);
  });

  test('a command that fails leaves none behind either', async () => {
    expect(await run(['attribution', 'run', '--tenant', 'nobody'], { folder })).toMatchObject({
      code: 1,
      out: '',
      err:
        `earshot: There is no tenant "nobody" in the data folder ${join(folder, 'data')}. ` +
        '"earshot tenants create --name NAME --slug nobody" creates it. If it is in another one, call this in the folder where Earshot ' +
        "was started, or set EARSHOT_DATA_DIR to that installation's data folder.\n",
    });
    expect(postmasterOf(folder)).toBeUndefined();
  });

  test('a command that is told to stop ends in order and leaves none behind', async () => {
    const node = signalOnce(`existsSync('data/postgres/postmaster.pid')`, 'SIGTERM');
    const ended = await run(['attribution', 'run', '--tenant', 'acme'], { folder, node });
    expect(ended).toEqual({ code: 1, out: '', err: 'earshot: Stopped. What is left waits for the server, or for the next run.\n' });
    expect(postmasterOf(folder)).toBeUndefined();
  });
});

describe('earshot attribution run', () => {
  test('matches what was imported, and then has nothing to do', async () => {
    writeEvents();
    for (const kind of ['touchpoints', 'conversions']) {
      const counts = await runJson(['import', kind, `${kind}.ndjson`, '--tenant', 'acme'], { folder });
      expect(counts).toEqual({ accepted: PEOPLE, duplicates: 0, rejected: 0 });
    }
    const first = await attributionRun();
    expect(first).toMatchObject({ touchpoints: PEOPLE, changedPaths: PEOPLE });
    expect(await attributionRun()).toEqual({ downloads: 0, touchpoints: 0, conversions: 0, changedPaths: 0 });
  });

  test('earshot attribution analytics tells of what was matched, as JSON and as a table, and what it cannot take', async () => {
    const words = ['attribution', 'analytics', 'reach', '--tenant', 'acme', '--group-by', 'campaign'];
    expect(await runJson(words, { folder })).toMatchObject({
      rows: [{ key: 'spring', impressions: PEOPLE, conversions: { value: PEOPLE } }],
    });
    const { out } = await run(words, { folder });
    expect(out).toMatch(/^campaign +impressions +reach .*\nspring +40 +0 .* 40 \(\d+ to \d+\)/);
    expect(out).toContain('Reach is not additive');
    const others = (name: string) => run(['attribution', 'analytics', name, '--tenant', 'acme'], { folder });
    const credit = await run([...words.with(2, 'credit').with(6, 'day'), '--campaign', 'spring'], { folder });
    expect(credit.out).toMatch(/^spring under linear, 30 days of lookback\nday +conversions +value .*\n[^]*\nall +40 /);
    const ofShow = await run([...words.with(2, 'show-credit'), '--show', 'daily-tech'], { folder });
    expect(ofShow.out).toMatch(/^daily-tech under linear, 30 days of lookback\ncampaign +conversions +value .*\nspring +40 [^]*\nall +40 /);
    expect(await run([...words.with(2, 'show-credit').with(6, 'episode'), '--show', 'never-named'], { folder })).toMatchObject({
      code: 1,
      out: '',
      err: 'earshot: There is no such show.\n',
    });
    expect((await others('lag')).out).toMatch(/^all +conversions .*\nall +40 +1 \(1 to 1\)/);
    expect((await others('overlap')).out).toContain('0 households in all.');
    expect((await others('cohorts')).out).toContain('New customers of buying households: –.');
    expect((await others('paths')).out).toMatch(/daily-tech +40 +100\.0 % \(91\.2 % to 100\.0 %\)/);
    expect(await run([...words, '--limit', '0'], { folder })).toMatchObject({
      code: 1,
      out: '',
      err: 'earshot: --limit must be at least 1.\n',
    });
  });

  test('--rebuild matches every conversion anew and finds each path as it was', async () => {
    expect(await attributionRun('--rebuild')).toEqual({
      downloads: 0,
      touchpoints: 0,
      conversions: 0,
      changedPaths: 0,
      rebuilt: { conversions: PEOPLE, marked: 0 },
    });
    const { out } = await run(['attribution', 'run', '--tenant', 'acme'], { folder });
    expect(out).toBe('Counted 0 new or changed downloads. Looked at 0 new touchpoints and 0 conversions; 0 paths are new or changed.\n');
  });

  test('counts the requests of a log first, so that after an import one command credits them', async () => {
    const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const line = (ip: string) => ({ occurredAt: at(30), url: 'https://h.example/1.mp3', ip, userAgent: 'AntennaPod/3.4.0', show: 'daily' });
    const lines = ['198.51.100.1', '198.51.100.2'].map((ip, number) => JSON.stringify({ id: `r-${number}`, ...line(ip) }));
    writeFileSync(join(folder, 'requests.ndjson'), lines.join('\n'));
    const identity = { ip: '198.51.100.1' };
    const order = { id: 'c-of-a-download', occurredAt: at(2), kind: 'purchase', valueMinor: 100, currency: 'USD', identity };
    writeFileSync(join(folder, 'order.ndjson'), JSON.stringify(order));
    await runJson(['import', 'requests', 'requests.ndjson', '--format', 'ndjson', '--tenant', 'acme'], { folder });
    await runJson(['import', 'conversions', 'order.ndjson', '--tenant', 'acme'], { folder });
    expect(await attributionRun()).toEqual({ downloads: 2, touchpoints: 2, conversions: 1, changedPaths: 1 });
    expect(await attributionRun()).toEqual({ downloads: 0, touchpoints: 0, conversions: 0, changedPaths: 0 });
  });
});
