import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { emptyFolder, run, runJson, type Server, signalOnce, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Counts {
  accepted: number;
  duplicates: number;
  rejected: number;
}

interface Reject {
  line: number;
  code: string;
  detail: string;
  source: unknown;
}

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const importJson = (kind: string, file: string, slug: string) => runJson<Counts>(['import', kind, file, '--tenant', slug], { folder });
const importFile = (kind: string, file: string, slug: string) => run(['import', kind, file, '--tenant', slug], { folder });

async function tenant(slug: string): Promise<string> {
  const words = ['tenants', 'create', '--name', slug, '--slug', slug, '--tier', 'enterprise'];
  return (await runJson<{ apiKey: string }>(words, { folder })).apiKey;
}

function rejectsOf(file: string): Reject[] {
  const text = readFileSync(join(folder, `${file}.rejected.ndjson`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Reject);
}

const instant = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
const [DAY, EARLIER] = [instant(3), instant(4)];

describe('a CSV file', () => {
  test('of touchpoints holds the same events as their JSON: quoted and empty cells, identity, metadata, BOM and CRLF', async () => {
    const key = await tenant('csv-touchpoints');
    const rows = [
      'id,occurredAt,kind,campaign,show,placement,test,arm,identity.ip,identity.userAgent,identity.userId,metadata.city,metadata.note',
      `t-1,${DAY},impression,"spring, ""early""",daily-tech,mid_roll,lift,control,203.0.113.9,"Agent 1, x",u-1,Köln,"two`,
      'lines"',
      `t-2,${EARLIER},download,,,,,,2001:db8::1,,,,`,
      '',
      `"t-3",${DAY},click, padded ,,,,,,,u-3,,0123`,
    ];
    write('touchpoints.csv', `\uFEFF${rows.join('\r\n')}\r\n`);
    expect(await importJson('touchpoints', 'touchpoints.csv', 'csv-touchpoints')).toEqual({ accepted: 3, duplicates: 0, rejected: 0 });
    expect(existsSync(join(folder, 'touchpoints.csv.rejected.ndjson'))).toBe(false);
    const touchpoints = [
      {
        id: 't-1',
        occurredAt: DAY,
        kind: 'impression',
        campaign: 'spring, "early"',
        show: 'daily-tech',
        placement: 'mid_roll',
        test: 'lift',
        arm: 'control',
        identity: { ip: '203.0.113.9', userAgent: 'Agent 1, x', userId: 'u-1' },
        metadata: { city: 'Köln', note: 'two\r\nlines' },
      },
      { id: 't-2', occurredAt: EARLIER, kind: 'download', identity: { ip: '2001:db8::1' } },
      { id: 't-3', occurredAt: DAY, kind: 'click', campaign: ' padded ', identity: { userId: 'u-3' }, metadata: { note: '0123' } },
    ];
    expect(await server.send('POST', '/touchpoints', key, { touchpoints })).toMatchObject({
      status: 202,
      json: { duplicates: 3, rejected: [] },
    });
  });

  test('of conversions holds the same events as their JSON: numbers, true and false, codes', async () => {
    const key = await tenant('csv-conversions');
    const rows = [
      'kind,id,occurredAt,valueMinor,currency,orderId,promoCode,isNewCustomer,identity.emailSha256',
      `purchase,c-1,${DAY},4999,USD,1001,TECH10,TRUE,${'a'.repeat(64)}`,
      `lead,c-2,${EARLIER},,,,CODE,false,`,
    ];
    write('conversions.csv', rows.join('\n'));
    expect(await importJson('conversions', 'conversions.csv', 'csv-conversions')).toEqual({ accepted: 2, duplicates: 0, rejected: 0 });
    const sale = { valueMinor: 4_999, currency: 'USD', orderId: '1001', promoCode: 'TECH10', isNewCustomer: true };
    const conversions = [
      { id: 'c-1', occurredAt: DAY, kind: 'purchase', ...sale, identity: { emailSha256: 'a'.repeat(64) } },
      { id: 'c-2', occurredAt: EARLIER, kind: 'lead', promoCode: 'CODE', isNewCustomer: false },
    ];
    expect(await server.send('POST', '/conversions', key, { conversions })).toMatchObject({
      status: 202,
      json: { duplicates: 2, rejected: [] },
    });
  });

  test('whose header is wrong is refused in one sentence', async () => {
    await tenant('header');
    write('header.csv', `id,occurredAt,kind,colour\nc-1,${DAY},lead,red\n`);
    const { code, out, err } = await importFile('conversions', 'header.csv', 'header');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^earshot: The column "colour" is unknown. [^\n]*\n$/);
  });

  test('with a header alone has nothing to import', async () => {
    write('alone.csv', 'id,occurredAt,kind\n');
    expect(await importJson('conversions', 'alone.csv', 'header')).toEqual({ accepted: 0, duplicates: 0, rejected: 0 });
  });
});

describe('an NDJSON file', () => {
  test('is taken with BOM, CRLF, empty lines and no line end at the end', async () => {
    await tenant('ndjson');
    const line = (id: string) => JSON.stringify({ id, occurredAt: DAY, kind: 'lead', identity: { userId: id } });
    write('leads.ndjson', `\uFEFF${line('a')}\r\n\r\n${line('b')}\n${line('c')}`);
    expect(await importJson('conversions', 'leads.ndjson', 'ndjson')).toEqual({ accepted: 3, duplicates: 0, rejected: 0 });
  });

  test('can be imported again: all of it is known by then', async () => {
    const { code, out } = await importFile('conversions', 'leads.ndjson', 'ndjson');
    expect({ code, out }).toEqual({ code: 0, out: '0 accepted, 3 duplicates, 0 rejected.\n' });
  });
});

describe('lines that cannot be taken', () => {
  test('are listed with their number, reason and text, and hold back no other line', async () => {
    await tenant('rejects');
    const event = (id: string, more: object = {}) => ({ id, occurredAt: DAY, kind: 'lead', identity: { userId: id }, ...more });
    const lines = [
      JSON.stringify(event('good')),
      '{"id":',
      JSON.stringify(event('kind', { kind: 'leads' })),
      '{"id":"twice","id":"twice"}',
      JSON.stringify(event('old', { occurredAt: '2020-01-01T00:00:00Z' })),
      JSON.stringify(event('nobody', { identity: {} })),
      JSON.stringify(event('good', { kind: 'signup' })),
      JSON.stringify(event('also-good')),
    ];
    write('mixed.ndjson', lines.join('\n'));
    const { code, out, err } = await importFile('conversions', 'mixed.ndjson', 'rejects');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('2 accepted, 0 duplicates, 6 rejected. The rejected lines, with reasons, are in ');
    expect(out).toContain(join(folder, 'mixed.ndjson.rejected.ndjson'));
    expect(statSync(join(folder, 'mixed.ndjson.rejected.ndjson')).mode & 0o777).toBe(0o600);
    const rejects = rejectsOf('mixed.ndjson');
    expect(rejects.map(({ line, code: reason }) => [line, reason])).toEqual([
      [2, 'invalid'],
      [3, 'invalid'],
      [4, 'invalid'],
      [5, 'too_old'],
      [6, 'invalid'],
      [7, 'conflict'],
    ]);
    for (const { line, source, detail } of rejects) {
      expect(source).toBe(lines[line - 1]);
      expect(detail.length).toBeGreaterThan(10);
    }
    expect(rejects[1].detail).toContain('kind must be one of');
  });

  test('are listed once, however often the file is imported', async () => {
    const before = rejectsOf('mixed.ndjson');
    expect(await importJson('conversions', 'mixed.ndjson', 'rejects')).toEqual({ accepted: 0, duplicates: 2, rejected: 6 });
    expect(rejectsOf('mixed.ndjson')).toEqual(before);
  });

  test('of a CSV file are numbered as in an editor, and shown cell by cell', async () => {
    await tenant('csv-rejects');
    const rows = [
      'id,occurredAt,kind,identity.userId',
      `"a`,
      `b",${DAY},lead,u`,
      `c,yesterday,lead,u`,
      `d,${DAY},lead`,
      `e,${DAY},lead,u,more`,
    ];
    write('mixed.csv', rows.join('\n'));
    expect(await importJson('conversions', 'mixed.csv', 'csv-rejects')).toEqual({ accepted: 0, duplicates: 0, rejected: 4 });
    const rejects = rejectsOf('mixed.csv');
    expect(rejects.map(({ line, detail }) => [line, detail])).toEqual([
      [2, expect.stringContaining('control characters')],
      [4, expect.stringContaining('occurredAt')],
      [5, 'the line has 3 cells, and the header has 4'],
      [6, 'the line has 5 cells, and the header has 4'],
    ]);
    expect(rejects[1].source).toEqual({ id: 'c', occurredAt: 'yesterday', kind: 'lead', 'identity.userId': 'u' });
  });
});

describe('earshot import says in one sentence what is wrong, and fails', () => {
  test.each([
    ['a file that is not there', ['touchpoints', 'none.csv'], 'There is no file '],
    ['a folder', ['touchpoints', 'folder.csv'], 'folder.csv is not a file of touchpoints.'],
    ['another kind of file', ['touchpoints', 'events.txt'], 'events.txt is neither a .csv nor a .ndjson file.'],
    ['a tenant there is not', ['touchpoints', 'events.ndjson'], '"earshot tenants create --name NAME --slug nobody" creates it.'],
  ])('for %s', async (_name, words, sentence) => {
    mkdirSync(join(folder, 'folder.csv'), { recursive: true });
    for (const name of ['events.txt', 'events.ndjson']) write(name, '{}\n');
    const { code, out, err } = await run(['import', ...words, '--tenant', 'nobody', '--json'], { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^earshot: [^\n]*\n$/);
    expect(err).toContain(sentence);
  });

  test('for a kind of event there is not', async () => {
    const { code, err } = await run(['import', 'sales', 'a.csv', '--tenant', 'a'], { folder });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('Allowed choices are touchpoints, conversions') });
  });
});

describe('an import that is interrupted', () => {
  const LINES = 12_000;
  const isBad = (number: number) => number % 600 === 7;
  const bad = Array.from({ length: LINES }, (_, place) => place + 1).filter(isBad);
  /** The header is the first line. */
  const badLines = bad.map((number) => number + 1);

  /** Starts an import and ends it as soon as it has noted how far it is. */
  async function interrupt(slug: string, file: string, signal: NodeJS.Signals) {
    const notes = join(folder, 'data', 'imports');
    const before = existsSync(notes) ? readdirSync(notes) : [];
    const [at, old] = [notes, before].map((one) => JSON.stringify(one));
    const isNoted = `existsSync(${at}) && readdirSync(${at}).some((name) => name.endsWith('.json') && !${old}.includes(name))`;
    return run(['import', 'conversions', file, '--tenant', slug, '--json'], { folder, node: signalOnce(isNoted, signal) });
  }

  async function expectAllOnce(slug: string, key: string, file: string, counts: Counts): Promise<void> {
    expect(counts.accepted + counts.duplicates).toBe(LINES - bad.length);
    expect(counts.rejected).toBe(bad.length);
    expect(rejectsOf(file).map(({ line }) => line)).toEqual(badLines);
    await runJson(['attribution', 'run', '--tenant', slug], { folder });
    const waiting = () =>
      server.send('GET', '/attribution/status', key).then(({ json }) => (json as { waitingConversions: number }).waitingConversions);
    await vi.waitUntil(async () => (await waiting()) === 0, { interval: 100, timeout: 60_000 });
    const { json } = await server.send('GET', '/attribution/report', key);
    const good = Array.from({ length: LINES }, (_, place) => place + 1).filter((number) => !isBad(number));
    expect(json).toMatchObject({ totals: { conversions: good.length, valueMinor: good.reduce((sum, number) => sum + number, 0) } });
    expect(await importJson('conversions', file, slug)).toEqual({ accepted: 0, duplicates: good.length, rejected: bad.length });
  }

  function writeOrders(file: string): void {
    const lines = Array.from({ length: LINES }, (_, place) => {
      const number = place + 1;
      const value = isBad(number) ? 'dear' : String(number);
      return `order-${number},${DAY},purchase,${value},USD,user-${number % 5_000}`;
    });
    write(file, `id,occurredAt,kind,valueMinor,currency,identity.userId\n${lines.join('\n')}\n`);
  }

  test('by Ctrl-C ends in order and goes on where it says it stopped: nothing lost, nothing doubled, rejects listed once', async () => {
    const key = await tenant('stopped');
    writeOrders('stopped.csv');
    const { code, out, err } = await interrupt('stopped', 'stopped.csv', 'SIGINT');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const [, line] = /^earshot: Stopped after line (\d+)\. The same command goes on from there\.\n$/.exec(err) ?? [];
    expect(Number(line)).toBeGreaterThan(1);
    expect(Number(line)).toBeLessThan(LINES);
    const resumed = await run(['import', 'conversions', 'stopped.csv', '--tenant', 'stopped', '--json'], { folder });
    expect(resumed).toMatchObject({ code: 0, err: `earshot: going on after line ${line}\n` });
    const counts = JSON.parse(resumed.out) as Counts;
    expect(counts.duplicates).toBe(0);
    await expectAllOnce('stopped', key, 'stopped.csv', counts);
  });

  test('by kill -9 goes on: nothing lost, nothing doubled, rejects listed once', async () => {
    const key = await tenant('killed');
    writeOrders('killed.csv');
    const { code, out } = await interrupt('killed', 'killed.csv', 'SIGKILL');
    expect({ code, out }).toEqual({ code: null, out: '' });
    const resumed = await run(['import', 'conversions', 'killed.csv', '--tenant', 'killed', '--json'], { folder });
    expect(resumed).toMatchObject({ code: 0, err: expect.stringMatching(/^earshot: going on after line \d+\n$/) });
    await expectAllOnce('killed', key, 'killed.csv', JSON.parse(resumed.out) as Counts);
  });
});

test('with --history events of any age are taken, matched and reported; without it they are refused and the way is named', async () => {
  const apiKey = await tenant('history');
  const at = (day: string) => `${day}T10:00:00Z`;
  const touch = { id: 'old-touch', occurredAt: at('2017-03-01'), kind: 'click', campaign: 'first', identity: { userId: 'u' } };
  const buy = {
    id: 'old-order',
    occurredAt: at('2017-03-05'),
    kind: 'purchase',
    valueMinor: 900,
    currency: 'USD',
    identity: { userId: 'u' },
  };
  write('touches.ndjson', JSON.stringify(touch));
  const tooOld = { ...buy, id: 'too-old', occurredAt: at('2003-12-31') };
  write('orders.ndjson', `${JSON.stringify(buy)}\n${JSON.stringify(tooOld)}`);
  expect(await importJson('touchpoints', 'touches.ndjson', 'history')).toMatchObject({ accepted: 0, rejected: 1 });
  expect(rejectsOf('touches.ndjson')[0]).toMatchObject({ code: 'too_old', detail: expect.stringContaining('earshot import --history') });
  const past = (kind: string, file: string) => runJson<Counts>(['import', kind, file, '--tenant', 'history', '--history'], { folder });
  expect(await past('touchpoints', 'touches.ndjson')).toEqual({ accepted: 1, duplicates: 0, rejected: 0 });
  expect(await past('conversions', 'orders.ndjson')).toEqual({ accepted: 1, duplicates: 0, rejected: 1 });
  expect(await past('conversions', 'orders.ndjson')).toEqual({ accepted: 0, duplicates: 1, rejected: 1 });
  await vi.waitFor(async () => {
    const query = 'model=linear&groupBy=campaign&from=2017-03-01T00:00:00Z&to=2017-04-01T00:00:00Z';
    const answer = await fetch(`${server.url}/api/v1/attribution/report?${query}`, { headers: { authorization: `Bearer ${apiKey}` } });
    expect(await answer.json()).toMatchObject({ waitingConversions: 0, rows: [{ key: 'first', conversions: 1, valueMinor: 900 }] });
  }, 20_000);
});
