import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../../test/http.ts';
import { setLimit } from '../../../test/quota-world.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { createTestTenant } from '../../../test/database.ts';
import type { Import, ImportReject } from './schema.ts';
import { deleteOldImportsIn } from './service.ts';

const DAY_MS = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A file of a test, of which nobody else has the fingerprint. */
interface Sent {
  text: string | Buffer;
  kind?: 'touchpoints' | 'conversions';
  format?: 'csv' | 'ndjson';
  columns?: (string | null)[];
  defaults?: Record<string, string>;
  key?: string;
}

let files = 0;
const keyed = (key: string | undefined) => (key === undefined ? {} : { key });

const COLUMNS = ['id', 'occurredAt', 'kind', 'identity.userId'];
const bytesOf = ({ text }: Sent) => Buffer.from(text);

function newImport(file: Sent): object {
  files += 1;
  const { kind = 'touchpoints', format = 'csv', columns = format === 'csv' ? COLUMNS : undefined, defaults } = file;
  const fingerprint = files.toString(16).padStart(64, '0');
  return { kind, fileName: `${files}.${format}`, bytes: bytesOf(file).length, fingerprint, format, columns, defaults };
}

async function open(file: Sent): Promise<Import> {
  const { status, json } = await world.send('POST', '/tracking/imports', { ...keyed(file.key), body: newImport(file) });
  expect(json).toMatchObject({ state: 'open' });
  expect(status).toBe(200);
  return json as Import;
}

function put(id: string, offset: number, bytes: Buffer, key?: string): Promise<Answer> {
  const body = { base64: bytes.toString('base64') };
  return world.send('PUT', `/tracking/imports/${id}/parts/${offset}`, { ...keyed(key), body });
}

/** Sends the rest of a file in parts of so many bytes; a part without a whole line is sent again with more. */
async function sendRest(file: Sent, from: Import, size = 1_048_576): Promise<Import> {
  const bytes = bytesOf(file);
  let now = from;
  let length = size;
  while (now.state === 'open') {
    const { status, json } = await put(now.id, now.takenBytes, bytes.subarray(now.takenBytes, now.takenBytes + length), file.key);
    if (status === 400 && length < 1_048_576 && (json as { detail: string }).detail.includes('send a longer one')) {
      length *= 2;
      continue;
    }
    expect(json).toMatchObject({ takenBytes: expect.any(Number) as number });
    now = json as Import;
    length = size;
  }
  return now;
}

const importFile = async (file: Sent, size?: number) => sendRest(file, await open(file), size);
const totals = ({ accepted, duplicates, rejected }: Import) => ({ accepted, duplicates, rejected });

async function rejectsOf(id: string, key?: string): Promise<ImportReject[]> {
  const { json } = await world.send('GET', `/tracking/imports/${id}/rejects?limit=200`, keyed(key));
  return (json as { items: ImportReject[] }).items;
}

async function storedIds(like: string, tenantId = world.mine.tenantId): Promise<string[]> {
  const text = 'select id from touchpoints where tenant_id = $1 and id like $2 order by id';
  return (await world.admin.query<{ id: string }>(text, [tenantId, like])).rows.map(({ id }) => id);
}

const AT = '2026-11-01T09:00:00Z';
const line = (id: string, more = '') => `${id},${AT},click,u${more}`;
const HEADER = 'Event,When,What,Who';

describe('a file', () => {
  test('goes in part by part, with foreign names of columns, and is finished by its last part', async () => {
    const text = `${HEADER}\n${line('first-1')}\n${line('first-2')}\n${line('first-2')}\nfirst-3,yesterday,click,u\n`;
    const file = { text };
    const done = await importFile(file, 60);
    expect(done).toMatchObject({ state: 'done', takenBytes: text.length, takenLines: 5, accepted: 2, duplicates: 1, rejected: 1 });
    expect(done.finishedAt).not.toBeNull();
    expect(await storedIds('first-%')).toEqual(['first-1', 'first-2']);
    expect(await rejectsOf(done.id)).toEqual([
      { line: 5, code: 'invalid', pointer: '/occurredAt', reason: expect.stringContaining('RFC 3339') as string },
    ]);
    const csv = await world.send('GET', `/tracking/imports/${done.id}/rejects/csv`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.text).toMatch(/^line,field,code,reason\r\n5,\/occurredAt,invalid,"?occurredAt must be an RFC 3339.*\r\n$/);
    const audit = (await world.auditOf(world.mine)).filter(({ target }) => target === done.id).map(({ action }) => action);
    expect(audit).toEqual(['import.open', 'import.finish']);
  });

  test('that is opened again goes on where it stood; a finished one begins anew', async () => {
    const file = { text: `${HEADER}\n${line('again-1')}\n${line('again-2')}\n` };
    const request = newImport(file);
    const opening = async () => (await world.send('POST', '/tracking/imports', { body: request })).json as Import;
    const first = await opening();
    await put(first.id, 0, Buffer.from(file.text.slice(0, 70)));
    const standing = await opening();
    expect(standing).toMatchObject({ id: first.id, takenLines: 2, accepted: 1 });
    expect((await sendRest(file, standing)).accepted).toBe(2);
    const anew = await opening();
    expect(anew.id).not.toBe(first.id);
    expect(totals(await sendRest(file, anew))).toEqual({ accepted: 0, duplicates: 2, rejected: 0 });
  });

  test('takes other columns as long as nothing of it was taken', async () => {
    const request = newImport({ text: `${HEADER}\n${line('mapped')}\n` });
    const opening = async (more: object) =>
      (await world.send('POST', '/tracking/imports', { body: { ...request, ...more } })).json as Import;
    const { id } = await opening({});
    expect(await opening({ columns: ['id', 'occurredAt', 'kind', 'show'] })).toMatchObject({
      id,
      columns: ['id', 'occurredAt', 'kind', 'show'],
    });
  });

  test('that is half taken cannot go on with other columns', async () => {
    const text = `${HEADER}\n${line('half-1')}\n${line('half-2')}\n`;
    const request = newImport({ text });
    const opening = (more: object) => world.send('POST', '/tracking/imports', { body: { ...request, ...more } });
    const { id } = (await opening({})).json as Import;
    const cut = text.indexOf('half-2');
    expect(await put(id, 0, Buffer.from(text.slice(0, cut)))).toMatchObject({ status: 200, json: { takenBytes: cut } });
    expect(await opening({})).toMatchObject({ status: 200, json: { id, takenBytes: cut } });
    expect(await opening({ columns: ['id', 'occurredAt', 'kind', 'show'] })).toMatchObject({ status: 409, json: { importId: id } });
  });

  test('with a part that was sent before, or one behind a gap, stays as it is', async () => {
    const file = { text: `${HEADER}\n${line('parts-1')}\n${line('parts-2')}\n` };
    const { id } = await open(file);
    const part = Buffer.from(file.text.slice(0, 70));
    const taken = (await put(id, 0, part)).json as Import;
    expect((await put(id, 0, part)).json).toEqual(taken);
    expect(await put(id, taken.takenBytes + 1, part)).toMatchObject({ status: 409, json: { takenBytes: taken.takenBytes } });
    expect(await put(id, taken.takenBytes, Buffer.from(`${file.text}too much`))).toMatchObject({ status: 400 });
    expect(totals(await sendRest(file, taken))).toEqual({ accepted: 2, duplicates: 0, rejected: 0 });
    expect((await put(id, file.text.length, part)).json).toMatchObject({ state: 'done', accepted: 2 });
  });

  test('sent by two at once is counted once', async () => {
    const text = `${HEADER}\n${Array.from({ length: 500 }, (_, place) => line(`both-${place}`)).join('\n')}\n`;
    const file = { text };
    const { id } = await open(file);
    const answers = await Promise.all(Array.from({ length: 4 }, () => put(id, 0, Buffer.from(text))));
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    const { json } = await world.send('GET', `/tracking/imports/${id}`);
    expect(json).toMatchObject({ state: 'done', accepted: 500, duplicates: 0, rejected: 0 });
  });

  test('is of its tenant alone', async () => {
    const { id } = await open({ text: `${HEADER}\n${line('alone')}\n` });
    const key = world.theirs.apiKey;
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/rejects'],
      ['GET', '/rejects/csv'],
      ['DELETE', ''],
    ])
      expect((await world.send(method, `/tracking/imports/${id}${path}`, { key })).status).toBe(404);
    expect((await put(id, 0, Buffer.from('a'), key)).status).toBe(404);
    const { json } = await world.send('GET', '/tracking/imports?limit=200', { key });
    expect((json as { items: Import[] }).items.map((one) => one.id)).not.toContain(id);
  });

  test('is forgotten by whoever deletes it, and 90 days after its last part', async () => {
    const [gone, old] = [await open({ text: 'a\n' }), await open({ text: 'b\n' })];
    expect((await world.send('DELETE', `/tracking/imports/${gone.id}`)).status).toBe(204);
    expect((await world.send('GET', `/tracking/imports/${gone.id}`)).status).toBe(404);
    const { context } = world.database;
    const forget = (days: number) =>
      inTenant(context.db, world.mine.tenantId, (tx) => deleteOldImportsIn(tx, Date.parse(old.changedAt) + days * DAY_MS));
    await forget(89);
    expect((await world.send('GET', `/tracking/imports/${old.id}`)).status).toBe(200);
    await forget(91);
    expect((await world.send('GET', `/tracking/imports/${old.id}`)).status).toBe(404);
  });

  test('is listed, the newest first, page by page', async () => {
    const opened = [await open({ text: 'a\n' }), await open({ text: 'b\n' })];
    const first = (await world.send('GET', '/tracking/imports?state=open&limit=1')).json as { items: Import[]; nextCursor: string };
    const next = (await world.send('GET', `/tracking/imports?state=open&limit=1&cursor=${first.nextCursor}`)).json as { items: Import[] };
    expect([first.items[0].id, next.items[0].id].toSorted()).toEqual(opened.map(({ id }) => id).toSorted());
    expect((await world.send('GET', '/tracking/imports?cursor=YQ')).status).toBe(400);
  });
});

describe('the same comes of a file whatever its parts are', () => {
  const odd = (end: string) =>
    `\u{feff}Event,When,"What, it was",Who,Note${end}${end}` +
    [
      `odd-1,${AT},click,u,"two${end}lines, ""quoted"""`,
      `odd-2,${AT},click,ü🎧,`,
      `odd-3,${AT},click,u`,
      `odd-4,${AT},click,u,"${end}"`,
      '',
      `,${AT},click,u,`,
      `odd-5,${AT},click,u,last`,
    ].join(end);

  test.each([
    ['\n', 1],
    ['\n', 7],
    ['\r\n', 1],
    ['\r\n', 64],
    ['\r\n', 1_000_000],
  ])('with line ends %j, in parts of %d bytes, without a line end behind its last line', async (end, size) => {
    const name = `${end.length}-${size}`;
    const text = odd(end).replaceAll('odd-', `odd-${name}-`);
    const done = await importFile({ text, columns: [...COLUMNS, 'metadata.note'] }, size);
    expect(totals(done)).toEqual({ accepted: 4, duplicates: 0, rejected: 2 });
    expect((await rejectsOf(done.id)).map((one) => [one.line, one.pointer])).toEqual([
      [6, ''],
      [10, '/id'],
    ]);
    const { rows } = await world.admin.query<{ note: string }>(
      `select metadata ->> 'note' as note from touchpoints where tenant_id = $1 and id = $2`,
      [world.mine.tenantId, `odd-${name}-1`],
    );
    expect(rows[0].note).toBe(`two${end}lines, "quoted"`);
  });

  test('of 20,000 lines', async () => {
    const item = (name: string, place: number) => {
      if (place % 997 === 0) return `${name}-${place},never,click,u,`;
      if (place % 501 === 0) return `${name}-${place - 1},${AT},click,u,`;
      return `${name}-${place},${AT},click,u,${place % 100 === 0 ? '"a\nb"' : 'é'}`;
    };
    const results = [];
    for (const size of [1_048_576, 40_003]) {
      const { actor, tenantId, apiKey } = await createTestTenant(world.database.context);
      expect(actor.tenantId).toBe(tenantId);
      const lines = Array.from({ length: 20_000 }, (_, place) => item('many', place + 1));
      const file = { text: `${HEADER},Note\n${lines.join('\n')}\n`, columns: [...COLUMNS, null], key: apiKey };
      const done = await importFile(file, size);
      results.push({ ...totals(done), rejects: await rejectsOf(done.id, apiKey), ids: await storedIds('many-%', tenantId) });
    }
    expect(results[0]).toMatchObject({ accepted: 19_941, duplicates: 39, rejected: 20 });
    expect(results[1]).toEqual(results[0]);
  }, 120_000);
});

describe('lines', () => {
  test('of NDJSON are read one by one, and those that cannot be are told', async () => {
    const item = (id: string) => JSON.stringify({ id, occurredAt: AT, kind: 'click', identity: { userId: 'u' } });
    const text = `\u{feff}${item('nd-1')}\r\n\r\n{"id":"secret\n[]\n${item('nd-2')}\n{"secret":1}\n${item('nd-3')}`;
    for (const [place, size] of [7, 1_000].entries()) {
      const done = await importFile({ text: text.replaceAll('nd-', `nd-${place}-`), format: 'ndjson' }, size);
      expect(totals(done)).toEqual({ accepted: 3, duplicates: 0, rejected: 3 });
      const rejects = await rejectsOf(done.id);
      expect(rejects.map((one) => one.line)).toEqual([3, 4, 6]);
      expect(JSON.stringify(rejects)).not.toContain('secret');
    }
  });

  test('take what they do not say from the defaults, and an amount in whole units', async () => {
    const text = `Order,Date,Total,Currency,Who\namount-1,${AT},1234.50,USD,u\namount-2,${AT},7,JPY,u\namount-3,${AT},"$7",USD,u\n`;
    const columns = ['id', 'occurredAt', 'amount', 'currency', 'identity.userId'];
    const done = await importFile({ text, kind: 'conversions', columns, defaults: { kind: 'purchase' } });
    expect(totals(done)).toEqual({ accepted: 2, duplicates: 0, rejected: 1 });
    expect(await rejectsOf(done.id)).toMatchObject([{ line: 4, pointer: '/amount' }]);
    const { rows } = await world.admin.query(
      `select id, kind, value_minor::int as minor from conversions where tenant_id = $1 and id like 'amount-%' order by id`,
      [world.mine.tenantId],
    );
    expect(rows).toEqual([
      { id: 'amount-1', kind: 'purchase', minor: 123_450 },
      { id: 'amount-2', kind: 'purchase', minor: 7 },
    ]);
  });

  test('leave nothing of what stands in them in the reasons', async () => {
    const mark = 'MARKER';
    const fields = ['id', 'occurredAt', 'kind', 'valueMinor', 'currency', 'promoCode', 'consent', 'isNewCustomer', 'identity.ip'];
    const more = ['identity.emailSha256', 'identity.emailMd5', 'metadata.a', 'orderId'];
    const columns = [...fields, ...more];
    const text = `${columns.join(',')}\n${columns.map((_, place) => mark + 'é'.repeat(place === 12 ? 300 : 1)).join(',')}\n`;
    const done = await importFile({ text, kind: 'conversions', columns });
    const item = Object.fromEntries(columns.map((name) => [name, mark]));
    const nested = { id: 'x', occurredAt: AT, kind: 'purchase', metadata: { [mark]: 1e300 }, identity: { userId: 'u' } };
    const ndjson = [item, { [mark]: 1 }, { identity: { [mark]: 1 } }, nested, [mark], mark].map((one) => JSON.stringify(one)).join('\n');
    const other = await importFile({ text: ndjson, kind: 'conversions', format: 'ndjson' });
    expect([done.rejected, other.rejected]).toEqual([1, 6]);
    expect(JSON.stringify([await rejectsOf(done.id), await rejectsOf(other.id)])).not.toContain(mark);
  });

  test('that cannot be read further are told with their number, and those before them are taken', async () => {
    const file = { text: `${HEADER}\n${line('bad-1')}\nbad-2,5" pipe,click,u\n${line('bad-3')}\n` };
    const { id } = await open(file);
    const bytes = Buffer.from(file.text);
    const { takenBytes } = (await put(id, 0, bytes)).json as Import;
    expect(await storedIds('bad-%')).toEqual(['bad-1']);
    expect(await put(id, takenBytes, bytes.subarray(takenBytes))).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('line 3: a quote stands inside a cell') as string },
    });
    // Whoever failed keeps nobody out.
    expect((await put(id, takenBytes, bytes.subarray(takenBytes))).status).toBe(400);
  });

  test('beyond the quota wait for room: those before them are counted, whatever else is wrong, and none is lost', async () => {
    const tenant = await createTestTenant(world.database.context);
    await setLimit(world.database, tenant, 'events_per_month', 3);
    const lines = ['full-1', 'full-2', 'full-2', 'full-3', 'full-4', 'full-5', 'full-6'].map((id) => line(id));
    lines.splice(1, 0, 'too,short');
    lines.splice(5, 0, 'short,too');
    const file = { text: `${HEADER}\n${lines.join('\n')}\n`, key: tenant.apiKey };
    const { id } = await open(file);
    const bytes = Buffer.from(file.text);
    const partly = (await put(id, 0, bytes, tenant.apiKey)).json as Import;
    expect(totals(partly)).toEqual({ accepted: 3, duplicates: 1, rejected: 2 });
    expect(bytes.subarray(partly.takenBytes).toString()).toBe(`${lines.slice(6).join('\n')}\n`);
    const refused = await put(id, partly.takenBytes, bytes.subarray(partly.takenBytes), tenant.apiKey);
    expect(refused).toMatchObject({ status: 429, json: { type: expect.stringContaining('quota_exceeded') as string } });
    await setLimit(world.database, tenant, 'events_per_month', 10);
    expect(totals(await sendRest(file, partly))).toEqual({ accepted: 6, duplicates: 1, rejected: 2 });
    expect((await rejectsOf(id, tenant.apiKey)).map((one) => one.line)).toEqual([3, 7]);
  });

  test('that are not UTF-8, or hold a NUL character, are rejected one by one, and those beside them are taken', async () => {
    const rows = [line('utf-1'), `utf-2,${AT},click,u\xfc`, `utf-3,${AT},click,u\0`, line('utf-4')].join('\n');
    const done = await importFile({ text: Buffer.from(`${HEADER}\n${rows}\n`, 'latin1') });
    expect(totals(done)).toEqual({ accepted: 2, duplicates: 0, rejected: 2 });
    expect(await rejectsOf(done.id)).toMatchObject([
      { line: 3, reason: expect.stringContaining('UTF-8') as string },
      { line: 4, reason: expect.stringContaining('NUL') as string },
    ]);
    const item = JSON.stringify({ id: 'utf-5', occurredAt: AT, kind: 'click', campaign: 'K\xe4se', identity: { userId: 'u' } });
    const other = await importFile({ text: Buffer.from(`${item}\n`, 'latin1'), format: 'ndjson' });
    expect(totals(other)).toEqual({ accepted: 0, duplicates: 0, rejected: 1 });
  });

  test('take a currency that was given for all of them only where they have an amount', async () => {
    const text = `Order,Date,Total,Who\nmoney-1,${AT},12.50,u\nmoney-2,${AT},,u\n`;
    const columns = ['id', 'occurredAt', 'amount', 'identity.userId'];
    const done = await importFile({ text, kind: 'conversions', columns, defaults: { kind: 'lead', currency: 'EUR' } });
    expect(totals(done)).toEqual({ accepted: 2, duplicates: 0, rejected: 0 });
  });

  test('full of quotes are rejected, and those beside them are taken', async () => {
    const text = `${HEADER}\n${'"'.repeat(1_000_000)}\n${line('quotes')}\n`;
    const done = await importFile({ text });
    expect(totals(done)).toEqual({ accepted: 1, duplicates: 0, rejected: 1 });
  });
});

test.each([
  [{ columns: ['id', 'occurredAt'] }, '/columns'],
  [{ columns: ['id', 'occurredAt', 'kind', 'kind'] }, '/columns/3'],
  [{ columns: ['id', 'occurredAt', 'kind', 'shoe'] }, '/columns/3'],
  [{ columns: ['id', 'occurredAt', 'kind', 'amount'] }, '/columns/3'],
  [{ columns: undefined }, '/columns'],
  [{ defaults: { id: 'a' } }, '/defaults/id'],
  [{ defaults: { shoe: 'a' } }, '/defaults/shoe'],
  [{ defaults: { 'identity.userId': 'a' } }, '/defaults/identity.userId'],
  [{ format: 'ndjson' }, '/columns'],
  [{ bytes: 0 }, '/bytes'],
  [{ fingerprint: 'x' }, '/fingerprint'],
])('%j is refused before anything is sent', async (more, pointer) => {
  const { status, json } = await world.send('POST', '/tracking/imports', { body: { ...newImport({ text: 'a' }), ...more } });
  expect(status).toBe(400);
  expect((json as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)).toContain(pointer);
});
