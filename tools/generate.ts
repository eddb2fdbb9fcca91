import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateFiles } from './generate/files.ts';

const ROOT = join(import.meta.dirname, '..');

for (const { path, text } of await generateFiles()) {
  const file = join(ROOT, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  writeFileSync(file, text);
  process.stdout.write(`${path}\n`);
}
