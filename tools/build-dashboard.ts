import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'dashboard');
const STAMP = join(FOLDER, 'dist', '.built-from');
const INPUTS = ['dashboard/src', 'dashboard/public', 'dashboard/index.html', 'dashboard/vite.config.ts', 'client/src', 'package-lock.json'];

function filesOf(path: string): string[] {
  const full = join(ROOT, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** A hash of everything the built pages come from. */
function inputHash(): string {
  const hash = createHash('sha256');
  for (const path of INPUTS.flatMap(filesOf))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  return hash.digest('hex');
}

const wanted = inputHash();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
  process.stderr.write('earshot: building the dashboard\n');
  await build({ root: FOLDER, logLevel: 'warn' });
  writeFileSync(STAMP, wanted);
}
