import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Matching, startMatching } from '../src/attribution/matching/service.ts';
import { ensureEventPartitions } from '../src/platform/partitions.ts';
import { createTestTenant, openTestDatabase, type TestDatabase } from './database.ts';
import { startTestServer, type TestServer } from './http.ts';

const ROOT = join(import.meta.dirname, '../..');
const runFile = promisify(execFile);
const page = readFileSync(join(ROOT, 'docs/client.md'), 'utf8');
const [example, printed] = ['ts', 'text'].map((language) => {
  const [, text = ''] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page) ?? [];
  return text;
});

let folder: string;
let database: TestDatabase;
let server: TestServer;
let matching: Matching;
let apiKey: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-client-'));
  database = await openTestDatabase();
  database.setNow(Date.now());
  await ensureEventPartitions(database.context.db, Date.now());
  ({ apiKey } = await createTestTenant(database.context, { currency: undefined }));
  server = await startTestServer(database.context);
  matching = await startMatching(database.context, 'system');
});
afterAll(async () => {
  await server.close();
  await matching.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the example of docs/client.md runs as it stands, and prints what the page says', async () => {
  const env = { ...process.env, EARSHOT_URL: server.url, EARSHOT_KEY: apiKey };
  const words = ['--input-type=module-typescript', '--disable-warning=ExperimentalWarning', '--eval', example];
  const { stdout } = await runFile(process.execPath, words, { cwd: ROOT, env });
  expect(stdout).toBe(printed);
});

test('the example of docs/client.md keeps to the types of the client', async () => {
  writeFileSync(join(folder, 'example.mts'), example);
  const paths = { '@earshot/client': [join(ROOT, 'client/src/index.ts')] };
  const compilerOptions = { noEmit: true, paths, typeRoots: [join(ROOT, 'node_modules/@types')], types: ['node'] };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(ROOT, 'tsconfig.base.json'), compilerOptions, files: ['example.mts'] }),
  );
  const compile = async () => {
    const words = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder];
    return runFile(process.execPath, words).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  };
  expect(await compile()).toBe('');
  writeFileSync(join(folder, 'example.mts'), example.replace("groupBy: 'show'", "groupBy: 'shoe'"));
  expect(await compile()).toContain('shoe');
});
