import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { CatalogImportReport, CatalogNoun } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const send = (noun: CatalogNoun, csv: string, more: object = {}) => world.send('POST', '/catalog/import', { body: { noun, csv, ...more } });
const report = async (noun: CatalogNoun, csv: string, more: object = {}) => (await send(noun, csv, more)).json as CatalogImportReport;
const exported = async (noun: CatalogNoun) => world.send('GET', `/catalog/export?noun=${noun}`);

const FILES: Record<CatalogNoun, string> = {
  advertisers: 'key,name,siteHost\r\nb-1,"Brand, ""quoted""",shop.example\r\nb-2,\'=1+1,\r\n\'-b,,\r\n',
  shows: 'key,name\r\ns-1,A show\r\n',
  campaigns:
    'key,name,advertiser,startsOn,endsOn,budgetMinor,goal.kind,goal.count,spendMinor,currency,defaultModel\r\n' +
    'c-1,Winter,b-1,2026-12-01,2026-12-31,900000,reach,1000,,EUR,last_touch\r\nc-2,,,,,,,,5,USD,\r\n',
  placements:
    'key,campaign,show,episode,position,kind,audio.startSeconds,audio.endSeconds,startsOn,endsOn,' +
    'bookedImpressions,price.basis,price.amountMinor,price.currency\r\n' +
    'p-1,c-1,s-1,e-1,mid_roll,baked_in,754.5,790,2026-12-01,2026-12-31,50000,cpm,2500,USD\r\n' +
    'p-2,c-1,s-1,,between songs,dynamic,,,,,,,,\r\n',
  promo_codes:
    'code,campaign,show,validFrom,validUntil\r\nBULK,c-1,s-1,,2026-12-01T00:00:00.000Z\r\nBULK,c-2,,2026-12-01T00:00:00.000Z,\r\n',
  links:
    'key,campaign,show,destination,utm.source,utm.medium,utm.campaign,utm.content,utm.term,clickParameter\r\n' +
    'l-1,c-1,s-1,https://shop.example/?a=b,podcast,,s-1,,,\r\n',
};

describe.each(Object.keys(FILES) as CatalogNoun[])('%s', (noun) => {
  const lines = FILES[noun].split('\r\n').length - 2;

  test('are imported, exported, and imported again without a trace, byte for byte', async () => {
    expect(await report(noun, FILES[noun])).toMatchObject({ isDryRun: false, created: lines, changed: 0, unchanged: 0, errors: [] });
    const first = await exported(noun);
    expect(first.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [header, ...written] = FILES[noun].trimEnd().split('\r\n');
    expect(first.text.startsWith(`${header}\r\n`)).toBe(true);
    for (const line of written) expect(first.text).toContain(`\r\n${line}\r\n`);
    const audit = (await world.auditOf(world.mine)).length;
    const stored = first.text.trimEnd().split('\r\n').length - 1;
    expect(await report(noun, first.text)).toMatchObject({ created: 0, changed: 0, unchanged: stored });
    expect((await world.auditOf(world.mine)).slice(audit).map(({ action, target }) => `${action} ${target}`)).toEqual([
      `catalog.import ${noun}`,
    ]);
    expect((await exported(noun)).text).toBe(first.text);
  });

  test('of another tenant are not in the file', async () => {
    const theirs = (await world.send('GET', `/catalog/export?noun=${noun}`, { key: world.theirs.apiKey })).text;
    for (const line of FILES[noun].trimEnd().split('\r\n').slice(1)) expect(theirs).not.toContain(line);
  });
});

test('a dry run says what an import would do, and does nothing', async () => {
  const before = await world.rowCounts();
  expect(await report('advertisers', 'key,name\nb-1,Renamed\ndry,New\n', { dryRun: true })).toEqual({
    noun: 'advertisers',
    isDryRun: true,
    created: 1,
    changed: 1,
    unchanged: 0,
    errors: [],
  });
  expect(await world.rowCounts()).toEqual(before);
});

test.each(['key;name\r\nlark;Lark\r\n', '"key";"name"\n"lark";"Lark"\n'])(
  'a file whose columns are separated by semicolons is refused, and told why',
  async (csv) => {
    const { status, text } = await world.send('POST', '/catalog/import', { body: { noun: 'advertisers', csv } });
    expect([status, text]).toEqual([400, expect.stringContaining('its columns are separated by semicolons; separate them by commas')]);
  },
);

test('columns that the header leaves out stay as they are, and empty cells empty theirs', async () => {
  await send('advertisers', 'key,name,siteHost\nkept,Name,kept.example\n');
  await send('advertisers', 'siteHost,key\n,kept\n');
  expect((await world.send('GET', '/advertisers/kept')).json).toMatchObject({ name: 'Name', siteHost: null });
});

test('a word that a column does not know is refused with the ones that it does', async () => {
  const placements = await send(
    'placements',
    'key,campaign,show,kind,position,price.basis,price.amountMinor,price.currency\np,c,s,baked,x,cpx,1,USD\n',
  );
  expect((placements.json as { errors: object[] }).errors).toEqual([
    { pointer: '/csv/2/kind', detail: 'must be baked_in or dynamic' },
    { pointer: '/csv/2/price.basis', detail: 'must be cpm or flat' },
  ]);
  const campaigns = await send('campaigns', 'key,goal.kind,goal.count\nc,listeners,5\n');
  expect((campaigns.json as { errors: object[] }).errors).toEqual([
    { pointer: '/csv/2/goal.kind', detail: expect.stringMatching(/^must be (\w+, )*\w+ or \w+$/) as string },
  ]);
});

test('a file with errors takes nothing and names each by line and column, with what to do', async () => {
  const before = await world.rowCounts();
  const csv = [
    'key,startsOn,endsOn,goal.kind,goal.count',
    'fine,,,,',
    'dates,2026-12-02,2026-12-01,,',
    'goal,,,reach,none',
    ',,,,',
    'fine,,,,',
    'short,',
    `${'x'.repeat(201)},,,,`,
  ].join('\r\n');
  const refused = await send('campaigns', csv);
  expect(refused).toMatchObject({ status: 400, json: { code: 'invalid_request' } });
  const { errors } = refused.json as { errors: { pointer: string; detail: string }[] };
  expect(errors).toEqual([
    { pointer: '/csv/3/endsOn', detail: 'must not lie before startsOn' },
    { pointer: '/csv/4/goal.count', detail: 'must be a whole number' },
    { pointer: '/csv/5/key', detail: 'must not be empty' },
    { pointer: '/csv/6/key', detail: 'stands in line 2 already; leave one of the two out' },
    { pointer: '/csv/7', detail: 'has 2 cells, and the header has 5' },
    { pointer: '/csv/8/key', detail: 'has at most 200 characters' },
  ]);
  expect(await world.rowCounts()).toEqual(before);
  const tried = await report('campaigns', csv, { dryRun: true });
  expect(tried.errors.map(({ line, column }) => [line, column])).toEqual([
    [3, 'endsOn'],
    [4, 'goal.count'],
    [5, 'key'],
    [6, 'key'],
    [7, null],
    [8, 'key'],
  ]);
});

test('what the tenant may not have is an error of its line: a period that overlaps another in part', async () => {
  await world.send('PUT', '/campaigns/holder/codes/HELD', { body: { validUntil: '2026-12-01T00:00:00Z' } });
  const csv = 'code,campaign,validFrom,validUntil\nHELD,other,2026-11-01T00:00:00Z,2027-01-01T00:00:00Z\n';
  expect(await report('promo_codes', csv, { dryRun: true })).toMatchObject({
    errors: [{ line: 2, column: null, detail: expect.stringContaining('"holder"') as string }],
  });
});

test.each([
  ['nothing', '', { line: 1, column: null }],
  ['a column that is none', 'key,nme\na,b\n', { line: 1, column: 'nme' }],
  ['a column twice', 'key,name,name\na,b,c\n', { line: 1, column: 'name' }],
  ['no key', 'name\nb\n', { line: 1, column: 'key' }],
  ['a quote that is not closed', 'key\n"a\n', { line: 2, column: null }],
  ['too many lines', `key\n${'a\n'.repeat(5_001)}`, { line: 5_002, column: null }],
])('a file with %s is refused where it goes wrong', async (_what, csv, error) => {
  const { errors } = await report('advertisers', csv, { dryRun: true });
  expect(errors).toEqual([expect.objectContaining(error)]);
});
