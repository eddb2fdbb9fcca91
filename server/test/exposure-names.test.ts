import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crowdSpanOf, namesOf } from '../src/attribution/fits/names.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import type { TouchpointEvidence } from '../src/tracking/evidence/service.ts';
import { acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { streamExposuresIn } from '../src/tracking/observations/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase } from './database.ts';
import { randomWorld } from './random-world.ts';

const MOST_DEVICES = 6;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Row {
  at: number;
  kind: string;
  connection: TouchpointEvidence['connectionType'];
  keys: Record<'user' | 'email' | 'device' | 'address' | 'agent' | 'click', string | null>;
}

const KEYS = ['user', 'email', 'device', 'address', 'agent', 'click'].map((name) => `'${name}', ${name}_key::text`).join(', ');
const plain = (key: string | null) => key?.replaceAll('-', '');
const dashed = (key: string) => key.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const deviceOf = (address: string, agent: string) =>
  createHash('md5')
    .update(`${dashed(address)}${dashed(agent)}`)
    .digest('hex');

function expectedOf(rows: Row[]): string[] {
  const spanOf = ({ at, keys }: Row) => `${keys.address} ${crowdSpanOf(at)}`;
  const agents = Map.groupBy(rows, spanOf);
  return rows
    .filter(({ kind }) => ['download', 'impression', 'click'].includes(kind))
    .map((row) => {
      const devices = new Set(agents.get(spanOf(row))!.flatMap(({ keys }) => keys.agent ?? [])).size;
      const { user, email, device, address, agent, click } = row.keys;
      const keys = { userKey: plain(user), emailKey: plain(email), deviceKey: plain(device), addressKey: plain(address) };
      const event = { ...keys, agentKey: plain(agent), clickKey: plain(click), connectionType: row.connection };
      const { own, home, away } = namesOf(event, devices > MOST_DEVICES, deviceOf);
      return [row.at, own, home, away].join(' ');
    });
}

test('the database names exposures as the code does that validations name simulated ones by', async () => {
  const { context } = database;
  const tenant = await createTestTenant(context);
  const { touchpoints } = randomWorld(12, { touchpoints: 900, conversions: 0 });
  await acceptTouchpoints(context, tenant.actor, touchpoints, 'server');
  const { rows, streamed } = await inTenant(context.db, tenant.tenantId, async (tx) => {
    const found: string[] = [];
    await streamExposuresIn(tx, 'show', MOST_DEVICES, ({ atMs, own, home, away }) => found.push([atMs, own, home, away].join(' ')));
    const text = `select (extract(epoch from occurred_at) * 1000)::float8 as at, kind, connection_type as connection,
                    jsonb_build_object(${KEYS}) as keys
                  from touchpoints where tenant_id = $1`;
    return { rows: await tx.query<Row>({ text, values: [tx.tenantId] }), streamed: found };
  });
  const expected = expectedOf(rows);
  expect(streamed.toSorted()).toEqual(expected.toSorted());
  const column = (place: number) => expected.map((one) => Number(one.split(' ')[place]));
  for (const place of [1, 2, 3]) {
    expect(column(place).filter((number) => number > 0).length).toBeGreaterThan(50);
    expect(column(place).filter((number) => number === 0).length).toBeGreaterThan(50);
  }
});
