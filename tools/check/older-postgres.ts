import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const DEBIAN_FOLDER = '/usr/lib/postgresql';
const MAJORS = ['15', '16', '17'];

/** What runs a second time on an older server: everything that speaks SQL. */
export const OLDER_POSTGRES_TESTS: readonly string[] = [
  'server/test/rls.test.ts',
  'server/test/main-job.test.ts',
  'server/test/intake.test.ts',
];

/** The programs of the oldest supported PostgreSQL that the distribution has installed; undefined when there is none. */
export function olderPostgres(): string | undefined {
  if (!existsSync(DEBIAN_FOLDER)) return undefined;
  const found = readdirSync(DEBIAN_FOLDER);
  return MAJORS.filter((major) => found.includes(major))
    .map((major) => join(DEBIAN_FOLDER, major, 'bin'))
    .find((folder) => existsSync(join(folder, 'postgres')));
}
