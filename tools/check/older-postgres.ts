import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const DEBIAN_FOLDER = '/usr/lib/postgresql';
const MAJORS = ['15', '16', '17'];

/** What runs a second time on an older server: everything that speaks SQL. */
export const OLDER_POSTGRES_TESTS: readonly string[] = [
  'server/test/rls.test.ts',
  'server/test/audit-backfill.test.ts',
  'server/src/platform/audit.test.ts',
  'server/test/catalogue.test.ts',
  'server/test/schema.test.ts',
  'server/test/intake.test.ts',
  'server/test/main-job.test.ts',
  'server/test/crowded-keys.test.ts',
  'server/test/waiting-order.test.ts',
  'server/test/bad-input.test.ts',
  'server/src/platform/columns.test.ts',
  'server/src/platform/copy-stream.test.ts',
  'server/src/platform/jobs.test.ts',
  'server/src/platform/jobs-turns.test.ts',
  'server/src/platform/partitions.test.ts',
  'server/src/platform/tenant-door.test.ts',
  'server/src/platform/postgres/migrate.test.ts',
  'server/src/api/door.test.ts',
  'server/src/integrations/demo/service.test.ts',
];

/** The programs of the oldest supported PostgreSQL that the distribution has installed; undefined when there is none. */
export function olderPostgres(): string | undefined {
  if (!existsSync(DEBIAN_FOLDER)) return undefined;
  const found = readdirSync(DEBIAN_FOLDER);
  return MAJORS.filter((major) => found.includes(major))
    .map((major) => join(DEBIAN_FOLDER, major, 'bin'))
    .find((folder) => existsSync(join(folder, 'postgres')));
}
