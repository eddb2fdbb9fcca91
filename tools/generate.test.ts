import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateFilesOfCode } from './generate/files.ts';
import { GENERATED_FILES } from './tidy/generated.ts';

const ROOT = join(import.meta.dirname, '..');
const made = await generateFilesOfCode();

test.each(made.map(({ path, text }) => [path, text] as const))(
  '%s is what its generator makes; "npm run generate" writes it anew',
  (path, text) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  },
);

test('every generated file has a generator', () => {
  // The pages of examples are written, and compared, by server/test/api-examples.test.ts.
  const pages = GENERATED_FILES.filter((path) => path.startsWith('docs/api/'));
  const elsewhere = ['package-lock.json', 'server/schema.sql', ...pages];
  expect([...made.map(({ path }) => path), ...elsewhere].sort()).toEqual([...GENERATED_FILES].sort());
});
