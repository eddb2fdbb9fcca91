import type pg from 'pg';
import { databaseUrl, inAdminTransaction, SCHEMA_LOCK, versionNumber, withClient } from './connection.ts';

/** Creates a database owned by `owner` where there is none of that name, from a template when one is named, and prepares it. */
export async function ensureDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    // To copy the files takes less work than to log each page.
    const from = template === undefined ? '' : `template "${template}" strategy file_copy`;
    if (rowCount === 0) await client.query(`create database "${name}" owner owner ${from}`);
  });
  await prepareDatabase(databaseUrl(adminUrl, name));
}

/** A plain administrator acts for `owner` and `jobs` only while it prepares; a superuser need not. */
async function actingFor(client: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ rolsuper: boolean }>('select rolsuper from pg_roles where rolname = current_user');
  if (rows[0].rolsuper) return work();
  const options = (await versionNumber(client)) >= 160_000 ? 'with inherit true, set true' : '';
  await client.query(`grant owner, jobs to current_user ${options}`);
  await work();
  await client.query('revoke owner, jobs from current_user');
}

/**
 * Prepares an existing database: only the logins may connect, only `owner` may create in `public`, and `jobs` owns the job runner's schema.
 * Leaves the database's own owner as it is. Safe to repeat. `adminUrl` signs in to that database as a superuser, or as its owner with
 * CREATEROLE.
 */
export async function prepareDatabase(adminUrl: string): Promise<void> {
  await inAdminTransaction(adminUrl, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
    const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
    const database = rows[0].name;
    await actingFor(client, async () => {
      await client.query(`revoke all on database ${database} from public`);
      await client.query(`grant connect on database ${database} to owner, app, intake, jobs, auth`);
      await client.query(`grant create on database ${database} to owner with grant option`);
      await client.query('alter schema public owner to owner');
      await client.query('revoke all on schema public from public');
      await client.query('grant usage on schema public to app, intake, jobs, auth, key_reader, share_reader, id_claimer');
      await client.query('create schema if not exists graphile_worker authorization jobs');
    });
  });
}
