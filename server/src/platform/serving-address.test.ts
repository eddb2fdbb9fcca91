import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servingAddress, writeServingAddress } from './serving-address.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'earshot-address-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const addressOf = (publicUrl?: string) => servingAddress({ dataDir, host: '127.0.0.1', port: 8080, publicUrl });

test('links lead to the address that was set, else to the server that runs, else to where one would answer', () => {
  expect(addressOf()).toBe('http://127.0.0.1:8080');
  const forget = writeServingAddress(dataDir, 'http://127.0.0.1:9000');
  expect(addressOf()).toBe('http://127.0.0.1:9000');
  expect(addressOf('https://earshot.example')).toBe('https://earshot.example');
  forget();
  expect(addressOf()).toBe('http://127.0.0.1:8080');
});

test('a server that ends leaves what another one wrote since', () => {
  const forget = writeServingAddress(dataDir, 'http://127.0.0.1:9000');
  writeServingAddress(dataDir, 'http://127.0.0.1:9001');
  forget();
  expect(addressOf()).toBe('http://127.0.0.1:9001');
});
