import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../.bench/', import.meta.url));

/** A package that others are measured beside, installed on first use into the git-ignored folder `.bench`: it is no dependency. */
export function loadContender(name: string): unknown {
  if (!existsSync(join(FOLDER, 'node_modules', name))) {
    mkdirSync(FOLDER, { recursive: true });
    if (!existsSync(join(FOLDER, 'package.json'))) writeFileSync(join(FOLDER, 'package.json'), '{"private":true}\n');
    const words = ['install', '--no-audit', '--no-fund', '--prefix', FOLDER, name];
    const { status, stderr } = spawnSync('npm', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name} cannot be installed: ${stderr}`);
  }
  return createRequire(join(FOLDER, 'package.json'))(name);
}
