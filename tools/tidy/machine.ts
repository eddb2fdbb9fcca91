import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import { lineAt, type SourceFile } from './source.ts';

const REGISTRY = 'https://registry.npmjs.org/';
/** Folders of one machine; a folder of the same name inside a path is another thing. */
const MACHINE_PATH = /(?<![\w.})\]-])\/(?:(?:work|root|Users)\/|tmp\/bash_jobs)/g;
const REGISTRY_HOST = /https?:\/\/[^\s/"']*(?:registry|npmmirror|artifactory|nexus|verdaccio|jfrog)[^\s/"']*/g;

function matches(file: SourceFile, pattern: RegExp): Violation[] {
  return Array.from(file.text.matchAll(pattern), ({ 0: text, index }) => ({
    path: file.path,
    line: lineAt(file, index),
    says: `names ${text}`,
  }));
}

function findForeignHosts(file: SourceFile): Violation[] {
  return matches(file, REGISTRY_HOST).filter(({ says }) => `${says}/` !== `names ${REGISTRY}`);
}

/** Where the lock file fetches packages; workspaces are links to a folder. */
function findForeignPackages(file: SourceFile): Violation[] {
  return Array.from(file.text.matchAll(/"resolved": "([^"]*)"(,\s*"link": true)?/g)).flatMap(({ 1: from, 2: link, index }): Violation[] =>
    link !== undefined || from.startsWith(REGISTRY) ? [] : [{ path: file.path, line: lineAt(file, index), says: `fetches ${from}` }],
  );
}

const [work, home, jobs] = ['work/', 'Users/', 'tmp/bash_jobs.0/'].map((folder) => `/${folder}`);
const mirror = ['https:/', 'registry.example.org', 'a'].join('/');

export const MACHINE_RULES: readonly Rule[] = [
  {
    promise: 'no file names a folder of somebody’s machine',
    find: (files) => files.flatMap((file) => matches(file, MACHINE_PATH)),
    caught: [
      ...plantedAt(`see ${work}a`, 'README.md', 'engine/src/a.ts', 'package-lock.json'),
      ...planted('a.ts', `'${home}a'`, `\`${jobs}1\``),
    ],
    passed: planted('a.ts', 'docs/work/a', 'https://a.example/work/b', './work/a', '/workers/a', '${root}/work/a'),
  },
  {
    promise: 'no file names a package registry other than the public one',
    find: (files) => files.flatMap(findForeignHosts),
    caught: [...plantedAt(mirror, 'README.md', 'package-lock.json', '.npmrc'), ...planted('a.md', 'http://'.concat('npmmirror.example/a'))],
    passed: planted('a.md', `${REGISTRY}a`, 'https://a.example/registry', 'the registry of npm'),
  },
  {
    promise: 'the lock file fetches every package from the public registry',
    find: (files) => files.filter(({ path }) => path === 'package-lock.json').flatMap(findForeignPackages),
    caught: planted('package-lock.json', `"resolved": "${['https:/', 'a.example', 'b.tgz'].join('/')}"`, '"resolved": "engine"'),
    passed: planted('package-lock.json', `"resolved": "${REGISTRY}a/-/a-1.0.0.tgz"`, '"resolved": "engine",\n  "link": true'),
  },
];
