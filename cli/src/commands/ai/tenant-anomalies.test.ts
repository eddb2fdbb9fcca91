import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  await runJson(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const anomalies = (...words: string[]) => run(['anomalies', ...words, '--tenant', 'network'], { folder });

test('a tenant without events has no anomalies, and the list says what was looked through', async () => {
  expect((await anomalies('list')).out).toContain('There are no anomalies.');
  expect(JSON.parse((await anomalies('list', '--json')).out)).toEqual([]);
  const looked = await anomalies('look', '--json');
  expect(JSON.parse(looked.out)).toMatchObject({ watchedSeries: 0, daysThrough: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect((await anomalies('list', '--metric', 'downloads', '--status', 'open')).out).toMatch(/Looked through until .*: 0 daily series/);
  expect((await anomalies('list')).out).toContain('Spend has no series: ');
});

test('what cannot be is refused with its place', async () => {
  expect((await anomalies('list', '--metric', 'listens')).err).toContain('metric: ');
  expect((await anomalies('list', '--from', 'yesterday')).err).toContain('from: must be a UTC day');
  expect((await anomalies('show', 'never')).err).toContain('is no id of an anomaly');
  const nobody = '01a213e7-890d-7f87-9b32-3881f0d89edc';
  expect((await anomalies('show', nobody)).err).toContain('There is no such anomaly.');
  expect((await anomalies('judge', nobody, 'splendid')).err).toContain('verdict: ');
  expect((await anomalies('judge', nobody, 'wrong')).err).toContain('There is no such anomaly.');
});
