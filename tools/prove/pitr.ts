import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { withClient } from '../../server/src/platform/postgres/connection.ts';
import { replaceFigures } from '../bench/document.ts';
import { type ArchivedPostgres, openArchivedPostgres } from './pitr/archived-postgres.ts';

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));
const APP = { role: 'app', password: 'of-the-login-app' };
const SECRET = 'the-secret-of-an-installation-of-a-drill';

const run = promisify(execFile);
const startedAt = performance.now();
const seconds = () => (performance.now() - startedAt) / 1_000;
const tell = (text: string) => process.stderr.write(`${seconds().toFixed(0).padStart(4)} s  ${text}\n`);

async function earshot(postgres: ArchivedPostgres, ...words: string[]): Promise<string> {
  const env = {
    ...process.env,
    EARSHOT_DATA_DIR: join(postgres.folder, 'data'),
    EARSHOT_SECRET_KEY: SECRET,
    EARSHOT_DEMO: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: postgres.urlOf('earshot', APP),
    DATABASE_OWNER_URL: postgres.urlOf('earshot'),
  };
  return (await run(process.execPath, [MAIN, ...words], { env, cwd: postgres.folder, maxBuffer: 1 << 26 })).stdout;
}

/** Sends so many conversions, half of which have a touchpoint, and has them credited. */
async function load(postgres: ArchivedPostgres, name: string, count: number): Promise<void> {
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const numbers = Array.from({ length: count }, (_, number) => number);
  const identity = (number: number) => ({ userId: `${name}-${number}` });
  const kinds = {
    touchpoints: numbers
      .filter((number) => number % 2 === 0)
      .map((number) => ({ id: `t-${name}-${number}`, kind: 'click', occurredAt: at(90), campaign: 'c', identity: identity(number) })),
    conversions: numbers.map((number) => ({ id: `c-${name}-${number}`, kind: 'lead', occurredAt: at(30), identity: identity(number) })),
  };
  for (const [kind, events] of Object.entries(kinds)) {
    const file = join(postgres.folder, `${name}-${kind}.ndjson`);
    writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    await earshot(postgres, 'import', kind, file, '--tenant', 'acme');
  }
  await earshot(postgres, 'attribution', 'run', '--tenant', 'acme');
}

/** What every table holds: how many rows, and an MD5 of them. */
async function contentsOf(postgres: ArchivedPostgres): Promise<Map<string, string>> {
  return withClient(postgres.urlOf('earshot'), async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    );
    const found = new Map<string, string>();
    for (const { name } of tables) {
      const content = `count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '')`;
      found.set(name, (await client.query<{ all: string }>(`select ${content} as all from "${name}" t`)).rows[0].all);
    }
    return found;
  });
}

const differing = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>) =>
  [...a.keys()].filter((name) => a.get(name) !== b.get(name));

async function one<Value>(postgres: ArchivedPostgres, expression: string): Promise<Value> {
  return withClient(postgres.urlOf('earshot'), async (client) => {
    return (await client.query<{ value: Value }>(`select ${expression} as value`)).rows[0].value;
  });
}

async function untilPromoted(postgres: ArchivedPostgres): Promise<void> {
  while (await one<boolean>(postgres, 'pg_is_in_recovery()')) await pause(100);
}

interface Drill {
  version: string;
  tables: number;
  rows: number;
  differAfterAccident: number;
  differAfterRestore: string[];
  restoreSeconds: number;
  credit: string;
}

async function drill(postgres: ArchivedPostgres): Promise<Drill> {
  await withClient(postgres.urlOf('postgres'), (client) => client.query(`create database earshot encoding 'UTF8' template template0`));
  await earshot(postgres, 'migrate');
  await earshot(postgres, 'tenants', 'create', '--name', 'Acme', '--slug', 'acme', '--tier', 'enterprise');
  tell('a full backup, and what comes after it');
  await load(postgres, 'before', 2_000);
  await postgres.backrest('stanza-create');
  await postgres.backrest('check');
  await postgres.backrest('--type=full', 'backup');
  await load(postgres, 'after', 1_000);
  const wanted = await contentsOf(postgres);
  const target = await one<string>(postgres, 'clock_timestamp()::text');
  tell(`the accident, after ${target}`);
  await load(postgres, 'late', 100);
  await withClient(postgres.urlOf('earshot'), (client) =>
    client.query('delete from paths; delete from credit_rollups; delete from conversions'),
  );
  const spoiled = await contentsOf(postgres);
  await withClient(postgres.urlOf('earshot'), (client) => client.query('select pg_switch_wal()'));
  await postgres.backrest('check');
  await postgres.stop();
  postgres.loseDisk();
  tell('restoring');
  const from = seconds();
  await postgres.backrest('--type=time', `--target=${target}`, '--target-action=promote', 'restore');
  await postgres.start();
  await untilPromoted(postgres);
  const restoreSeconds = seconds() - from;
  const found = await contentsOf(postgres);
  const { verdict } = JSON.parse(await earshot(postgres, 'attribution', 'check', '--tenant', 'acme', '--json')) as { verdict: string };
  return {
    version: postgres.version,
    tables: wanted.size,
    rows: [...wanted.values()].reduce((sum, content) => sum + Number(content.split(' ')[0]), 0),
    differAfterAccident: differing(wanted, spoiled).length,
    differAfterRestore: differing(wanted, found),
    restoreSeconds,
    credit: verdict,
  };
}

function report({ version, tables, rows, differAfterAccident, differAfterRestore, restoreSeconds, credit }: Drill): string {
  const differ = differAfterRestore.length === 0 ? 'none' : differAfterRestore.join(', ');
  return (
    `${new Date().toISOString().slice(0, 10)}, ${version}: ${tables} tables with ${rows.toLocaleString('en-US')} rows; the accident ` +
    `and what came after the instant changed ${differAfterAccident} of them. The data folder was removed and restored to the instant in ` +
    `${restoreSeconds.toFixed(0)} s; tables that differed by count or MD5 from what they were at the instant: **${differ}**. ` +
    `The credit, computed anew, was ${credit === 'same' ? 'the same' : `**${credit}**`}.`
  );
}

const { values } = parseArgs({ options: { write: { type: 'boolean' } } });
const postgres = await openArchivedPostgres();
try {
  const result = await drill(postgres);
  const text = report(result);
  process.stdout.write(`${text}\n`);
  if (values.write) writeFileSync(DOCUMENT, replaceFigures(readFileSync(DOCUMENT, 'utf8'), 'pitr', text));
  process.exitCode = result.differAfterRestore.length === 0 && result.differAfterAccident > 0 && result.credit === 'same' ? 0 : 1;
} finally {
  await postgres.remove();
}
