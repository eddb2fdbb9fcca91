import { expect, test } from 'vitest';
import { forEachTenant } from './each-tenant.ts';
import { openLog } from './log.ts';

const options = { task: 'test', failure: 'it failed', log: openLog('silent') };

test('a tenant whose work fails holds up none of those behind it', async () => {
  const done: string[] = [];
  const work = async (tenantId: string) => {
    if (tenantId === 'broken') throw new Error('broken');
    done.push(tenantId);
  };
  await forEachTenant(['first', 'broken', 'last'], work, options);
  expect(done).toEqual(['first', 'last']);
});

test('no tenant is begun once the work is called off', async () => {
  const done: string[] = [];
  const stopping = new AbortController();
  const work = async (tenantId: string) => {
    done.push(tenantId);
    stopping.abort();
  };
  await forEachTenant(['first', 'last'], work, { ...options, signal: stopping.signal });
  expect(done).toEqual(['first']);
});
