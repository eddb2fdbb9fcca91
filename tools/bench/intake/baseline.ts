import pg from 'pg';
import { withClient } from '../../../server/src/platform/postgres/connection.ts';
import { createEventWriter } from '../load/events.ts';

const SINGLE_CONNECTIONS = 32;
const MANY_CONNECTIONS = 2;
const ROWS_PER_STATEMENT = 1_000;
const HOUSEHOLDS = 200_000;

/** Columns that a load's touchpoints fill. */
const COLUMNS = {
  tenant_id: 'uuid',
  id: 'text',
  occurred_at: 'timestamptz',
  kind: 'text',
  campaign: 'text',
  channel: 'text',
  show: 'text',
  episode: 'text',
  placement: 'text',
  address_key: 'uuid',
  agent_key: 'uuid',
  connection_type: 'text',
  metadata: 'jsonb',
};

interface Sent {
  id: string;
  occurredAt: string;
  kind: string;
  campaign: string;
  channel: string;
  show: string;
  episode: string;
  placement: string;
}

const UUID = '01234567-89ab-7def-8123-456789abcdef';

function uuidOf(place: number): string {
  return `${place.toString(16).padStart(8, '0')}${UUID.slice(8)}`;
}

/** Rows as intake would make them of a load's touchpoints, hashes aside. */
function rowsOf(count: number): string[][] {
  const writer = createEventWriter({ name: 'base', seed: 5, households: HOUSEHOLDS });
  return Array.from({ length: count }, (_, place) => {
    const item = JSON.parse(writer.touchpoint(Date.now())) as Sent;
    const { id, occurredAt, kind, campaign, channel, show, episode, placement } = item;
    const keys = [uuidOf(place), uuidOf(place % 8)];
    return [
      UUID,
      id,
      occurredAt,
      kind,
      campaign,
      channel,
      show,
      episode,
      placement,
      ...keys,
      'household',
      '{"connectionType":"household"}',
    ];
  });
}

/** Runs `step` on so many connections, over and over, for so many seconds; resolves with how often per second it ran. */
async function ratePerSecond(
  url: string,
  connections: number,
  seconds: number,
  step: (client: pg.Client, turn: number) => Promise<unknown>,
) {
  const endsAt = performance.now() + seconds * 1_000;
  let turns = 0;
  const startedAt = performance.now();
  const carry = () =>
    withClient(url, async (client) => {
      while (performance.now() < endsAt) await step(client, (turns += 1));
    });
  await Promise.all(Array.from({ length: connections }, carry));
  return (turns * 1_000) / (performance.now() - startedAt);
}

/** Events per second that PostgreSQL itself stores, without HTTP, hashing, deduplication and row-level security. */
export interface Baseline {
  /** A statement and a commit per event. */
  single: number;
  /** 1,000 rows per statement and commit, all prepared beforehand. */
  many: number;
}

/** Stores rows into a plain table with the columns, checks and indexes of touchpoints; the table is dropped afterwards. */
export async function measureBaseline(superuserUrl: string, seconds: number): Promise<Baseline> {
  const table = 'bench_touchpoints';
  await withClient(superuserUrl, (client) => client.query(`create table ${table} (like touchpoints including all)`));
  try {
    const names = Object.keys(COLUMNS);
    const types = Object.values(COLUMNS);
    const rows = rowsOf(ROWS_PER_STATEMENT);
    const into = `insert into ${table} (${names.join(', ')})`;
    const one = `${into} values (${names.map((_, place) => `$${place + 1}`).join(', ')})`;
    const all = `${into} select * from unnest(${types.map((type, place) => `$${place + 1}::${type}[]`).join(', ')})`;
    const columns = names.map((_, place) => rows.map((row) => row[place]));
    const single = await ratePerSecond(superuserUrl, SINGLE_CONNECTIONS, seconds, (client, turn) =>
      client.query({ name: 'one', text: one, values: rows[turn % rows.length] }),
    );
    const many = await ratePerSecond(superuserUrl, MANY_CONNECTIONS, seconds, (client) =>
      client.query({ name: 'all', text: all, values: columns }),
    );
    return { single, many: many * ROWS_PER_STATEMENT };
  } finally {
    await withClient(superuserUrl, (client) => client.query(`drop table ${table}`));
  }
}
