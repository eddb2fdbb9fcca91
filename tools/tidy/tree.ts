import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SourceFile, sourceFile } from './source.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Every text file of the checkout that git follows or would follow. @throws Error outside a checkout. */
export function filesOfTree(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  const paths = [...new Set(listed.split('\0'))].filter((path) => path !== '');
  return paths.flatMap((path) => {
    const stat = lstatSync(join(ROOT, path), { throwIfNoEntry: false });
    if (!stat?.isFile()) return [];
    const bytes = readFileSync(join(ROOT, path));
    return bytes.includes(0) ? [] : [sourceFile(path, bytes.toString('utf8'))];
  });
}
