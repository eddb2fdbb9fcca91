import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  const { apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
  await server.send('PUT', '/episodes/ep-1', apiKey, { name: null });
  const details = { kind: 'openai', account: 'own', apiKey: 'sk-test', audioModels: [{ model: 'whisper-1' }] };
  await server.send('PUT', '/ai/providers/ears', apiKey, details);
  writeFileSync(join(folder, 'a.mp3'), 'no audio at all');
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const transcribe = (...words: string[]) => run(['ai', 'transcripts', 'transcribe', ...words, '--tenant', 'network'], { folder });

test('a file that is no audio is sent whole, and refused before anybody is asked', async () => {
  const { code, out, err } = await transcribe('ep-1', join(folder, 'a.mp3'));
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('This is no audio that can be heard');
});

test.each([
  [['ep-1'], 'a FILE, or --enclosure, or --address ADDRESS, one of them'],
  [['ep-1', 'none.mp3', '--enclosure'], 'one of them'],
  [['ep-1', 'none.mp3'], 'There is no file'],
  [['ep-1', '--enclosure'], 'The catalogue knows no file of this episode'],
  [['ep-1', '--address', 'https://a.example/a.mp3', '--copy', 'capture'], 'capturedAt: belongs to the copy "capture"'],
  [['ep-1', '--address', 'https://a.example/a.mp3', '--model', 'other'], 'No provider that may hear audio now has the model "other"'],
  [['never', '--address', 'https://a.example/a.mp3'], 'There is no such episode'],
])('%j is refused with the reason', async (words, reason) => {
  expect(await transcribe(...words)).toMatchObject({ code: 1, out: '', err: expect.stringContaining(reason) });
});
