import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'dashboard');
const STAMP = join(FOLDER, 'dist', '.built-from');
const PACKED = /\.(js|css|html|svg)$/;
const INPUTS = [
  'tools/build-dashboard.ts',
  'dashboard/src',
  'dashboard/public',
  'dashboard/index.html',
  'dashboard/vite.config.ts',
  'client/src',
  'package-lock.json',
];

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

/** Writes each text of the built pages once more, packed, as the server hands it out to browsers that take it so. */
function pack(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => PACKED.test(one))) {
    const path = join(folder, name);
    const text = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
    writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }));
  }
}

const wanted = inputHash();
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
  process.stderr.write('earshot: building the dashboard\n');
  await build({ root: FOLDER, logLevel: 'warn' });
  pack(join(FOLDER, 'dist'));
  writeFileSync(STAMP, wanted);
}
