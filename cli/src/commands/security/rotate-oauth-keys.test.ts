import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyFolder, run, runJson } from '../../../test/program.ts';

let folder: string;
beforeEach(() => {
  folder = emptyFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('earshot oauth-keys rotate makes another key each time, and says which', async () => {
  const first = await runJson<{ keyId: string }>(['oauth-keys', 'rotate'], { folder });
  expect(first.keyId).toMatch(/^[0-9a-f-]{36}$/);
  const second = await run(['oauth-keys', 'rotate'], { folder });
  expect(second).toMatchObject({ code: 0, out: expect.stringMatching(/^The key [0-9a-f-]{36} signs ID tokens from now on\./) as string });
  expect(second.out).not.toContain(first.keyId);
});
