import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contextFiles, isIgnored } from './image/ignored.ts';
import { readRecipe } from './image/recipe.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const recipe = readRecipe(read('Dockerfile'));
const files = contextFiles(ROOT, read('.dockerignore'));

test('every file that the Dockerfile copies is let in by .dockerignore, and every workspace has its package.json there', () => {
  const copied = recipe.stages.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'copy' && step.from === undefined ? step.sources : [])),
  );
  expect(copied.filter((source) => !files.some((file) => file === source || file.startsWith(`${source}/`)))).toEqual([]);
  const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };
  expect(copied).toEqual(expect.arrayContaining(workspaces.map((name) => `${name}/package.json`)));
});

test('no test, no package and no data folder goes into the build', () => {
  expect(files.filter((file) => /\.test\.tsx?$|node_modules|\.earshot|\.git\/|\.env/.test(file))).toEqual([]);
});

test('the image runs as a user by number who is not root, stops on SIGTERM, and starts without a shell', () => {
  const { user, stopSignal, command, volumes } = recipe.config;
  expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect({ stopSignal, command, volumes }).toEqual({ stopSignal: 'SIGTERM', command: ['earshot', 'serve'], volumes: ['/data'] });
});

const END = 'USER 1:1\nSTOPSIGNAL SIGTERM\nHEALTHCHECK CMD ["a"]\nENTRYPOINT ["a"]\nCMD ["b"]\n';

test.each([
  ['an unknown instruction', `FROM a\nCOPPY b c\n${END}`],
  ['an instruction that the proof cannot follow', `FROM a\nADD b c\n${END}`],
  ['a flag that it cannot follow', `FROM a\nCOPY --chmod=755 b c\n${END}`],
  ['a start through a shell', `FROM a\n${END.replace('CMD ["b"]\n', 'CMD b\n')}`],
  ['a health check through a shell', `FROM a\n${END.replace('CMD ["a"]', 'CMD a')}`],
  ['no user', `FROM a\n${END.replace('USER 1:1\n', '')}`],
])('%s is refused', (_, text) => {
  expect(() => readRecipe(`FROM a\n${END}`)).not.toThrow();
  expect(() => readRecipe(text)).toThrow(/./);
});

test('.dockerignore is read as Docker does: the last line that matches decides, stars match hidden names, and not slashes', () => {
  const text = '# all\n*\n!a/b\n!c.txt\n**/*.test.ts\n';
  expect(['.git', 'x', 'x/y', 'a/c', 'a/b/d.test.ts'].filter((path) => !isIgnored(text, path))).toEqual([]);
  expect(['a/b', 'a/b/d.ts', 'c.txt'].filter((path) => isIgnored(text, path))).toEqual([]);
  expect([isIgnored('*.md', 'a/b.md'), isIgnored('**/*.md', 'b.md'), isIgnored('a?c', 'abc')]).toEqual([false, true, true]);
});
