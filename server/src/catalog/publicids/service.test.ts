import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { PUBLIC_ID } from './schema.ts';
import { createPublicIdIn, findPublicIdsIn, listPublicIdsIn, removePublicIdIn, resolvePublicId } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const contextOf = () => world.database.context;
const create = (tenantId: string, kind: 'prefix' | 'pixel', target: string) =>
  inTenant(contextOf().db, tenantId, (tx) => createPublicIdIn(tx, kind, target));

test('a target keeps its public id, and every other kind, target and tenant has another one', async () => {
  const { mine, theirs } = world;
  const id = await create(mine.tenantId, 'prefix', 'a-show');
  expect(id).toMatch(PUBLIC_ID);
  expect(await create(mine.tenantId, 'prefix', 'a-show')).toBe(id);
  const others = [
    await create(mine.tenantId, 'pixel', 'a-show'),
    await create(mine.tenantId, 'prefix', 'b-show'),
    await create(theirs.tenantId, 'prefix', 'a-show'),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
});

test('callers at the same time get one id', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => create(world.mine.tenantId, 'pixel', 'contested')));
  expect(new Set(ids).size).toBe(1);
});

test('an id says before a tenant is known whose it is and what it means, until it is taken back', async () => {
  const { tenantId } = world.theirs;
  const publicId = await create(tenantId, 'pixel', 'a-placement');
  expect(await resolvePublicId(contextOf(), 'public', publicId)).toEqual({ publicId, tenantId, kind: 'pixel', target: 'a-placement' });
  await inTenant(contextOf().db, tenantId, (tx) => removePublicIdIn(tx, 'pixel', 'a-placement'));
  expect(await resolvePublicId(contextOf(), 'public', publicId)).toBeUndefined();
});

test('no tenant is given an id that another one has or had, whatever is drawn', async () => {
  const { mine, theirs, admin } = world;
  const [one, other] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'];
  const draw = (id: string) =>
    `create or replace function draw_public_id() returns text language sql as $$ select case nextval('public.draws') ${id} end $$`;
  await admin.query('create sequence draws; grant usage on sequence draws to id_claimer');
  const { rows } = await admin.query<{ drawing: string }>(`select pg_get_functiondef('draw_public_id'::regproc) as drawing`);
  await admin.query(draw(`when 1 then '${one}' when 2 then '${one}' when 3 then '${other}' when 4 then '${one}' else 'cccccccccccc'`));
  try {
    expect(await create(mine.tenantId, 'pixel', 'drawn')).toBe(one);
    expect(await create(theirs.tenantId, 'pixel', 'drawn')).toBe(other);
    await inTenant(contextOf().db, mine.tenantId, (tx) => removePublicIdIn(tx, 'pixel', 'drawn'));
    expect(await create(mine.tenantId, 'pixel', 'drawn')).toBe('cccccccccccc');
  } finally {
    await admin.query(`${rows[0].drawing}; drop sequence draws`);
  }
});

test('nobody who serves states an id, or reads or writes which ones are claimed', async () => {
  const { tenantId } = world.mine;
  const statements = [
    `insert into public_ids (tenant_id, kind, target, public_id) values ('${tenantId}', 'pixel', 'stated', 'dddddddddddd')`,
    `update public_ids set public_id = 'dddddddddddd'`,
    'select public_id from public_id_claims',
    `insert into public_id_claims values ('dddddddddddd')`,
    'delete from public_id_claims',
    'select draw_public_id()',
  ];
  for (const text of statements) {
    const tried = inTenant(contextOf().db, tenantId, (tx) => tx.query({ text }));
    await expect(tried, text).rejects.toMatchObject({ code: '42501' });
  }
});

test('what cannot be an id means nothing', async () => {
  for (const text of ['', 'short', 'UPPERCASE000', `000000000000'`, 'é'.repeat(12)])
    expect(await resolvePublicId(contextOf(), 'public', text)).toBeUndefined();
});

test('a tenant finds its own ids and no others', async () => {
  const own = await create(world.mine.tenantId, 'prefix', 'own');
  const found = await inTenant(contextOf().db, world.mine.tenantId, (tx) => findPublicIdsIn(tx, 'prefix', ['own', 'absent']));
  expect([...found]).toEqual([['own', own]]);
  const theirs = await inTenant(contextOf().db, world.theirs.tenantId, (tx) => findPublicIdsIn(tx, 'prefix', ['own']));
  expect(theirs.size).toBe(0);
});

test('a snapshot reads the ids of all tenants a page at a time, each once', async () => {
  await create(world.theirs.tenantId, 'prefix', 'listed');
  const seen: string[] = [];
  for (let after = ''; ;) {
    const page = await inDirectory(contextOf().db, (tx) => listPublicIdsIn(tx, after, 2));
    if (page.length === 0) break;
    seen.push(...page.map(({ publicId }) => publicId));
    after = page[page.length - 1].publicId;
  }
  const { rows } = await world.admin.query<{ public_id: string }>('select public_id from public_ids');
  expect(seen).toEqual(rows.map((row) => row.public_id).sort());
});
