import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { withClient } from '../src/platform/postgres/connection.ts';
import { renderSchema } from '../src/platform/postgres/schema-sql.ts';
import { openTestDatabase } from './database.ts';

const { major } = inject('postgres');

test.skipIf(major !== 18)('schema.sql says what the migrations make, whoever reads it (it is written by PostgreSQL 18)', async () => {
  const database = await openTestDatabase();
  try {
    const written = readFileSync(new URL('../schema.sql', import.meta.url), 'utf8');
    for (const url of [database.urls.owner, database.urls.app]) expect(await withClient(url, renderSchema)).toBe(written);
  } finally {
    await database.close();
  }
});

test('the rendering notices a column, a key, an index, a policy and a grant', async () => {
  const database = await openTestDatabase();
  try {
    const before = await withClient(database.urls.owner, renderSchema);
    const changes = [
      ['alter table shows add note text', '  note text'],
      ['alter table shows add constraint shows_note check (length(note) < 9)', '  constraint shows_note CHECK (length(note) < 9)'],
      ['create index shows_by_note on shows (tenant_id, note)', 'CREATE INDEX shows_by_note ON shows USING btree (tenant_id, note);'],
      ['alter table shows no force row level security', undefined],
      ['create policy extra on shows for select to jobs using (note is null)', 'create policy extra on shows for select to jobs'],
      ['grant select (note) on shows to jobs', 'grant select (note) on shows to jobs;'],
    ] as const;
    let text = before;
    for (const [statement, line] of changes) {
      await withClient(database.urls.owner, (client) => client.query(statement));
      const after = await withClient(database.urls.owner, renderSchema);
      expect(after).not.toBe(text);
      if (line !== undefined) expect(after.split('\n').map((found) => found.replace(/,$/, ''))).toContain(line);
      text = after;
    }
  } finally {
    await database.close();
  }
});
