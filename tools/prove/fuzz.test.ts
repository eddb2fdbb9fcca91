import { afterAll, beforeAll, expect, test } from 'vitest';
import { drainTenant } from '../../server/src/attribution/paths/service.ts';
import { openTestDatabase, type TestDatabase } from '../../server/test/database.ts';
import { startTestServer, type TestServer } from '../../server/test/http.ts';
import { fuzz } from './fuzz/run.ts';
import { createTarget } from './fuzz/target.ts';

/**
 * What asks for an id that exists, for addresses, days or rows that belong together, a feed, a mailed link, a password or a code, or an
 * operator, which chance does not find.
 */
const NEEDS_MORE = new RegExp(
  [
    String.raw`\{(id|code)\}|/platform/|/shows$|/refresh$`,
    String.raw`/(mfa|password|verification|invitations|step-up|second-factor|deletion)\b`,
    String.raw`/(shares|email|tenant|webhooks|oauth-clients|sso-connections|privacy-requests)\b`,
    String.raw`/(links|sources|tags|vendor-reports|host-figures|view-counts|survey-answers|surveys|promo-swap)\b`,
  ].join('|'),
);

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

test('ten thousand mistreated requests meet no failure of ours, change only what was acknowledged, and leave matching alive', async () => {
  const target = await createTarget(database.context, server.url);
  const { faults, statuses, requests, probes } = await fuzz(target, { seed: 1, requests: 10_000 });
  expect(faults).toEqual([]);
  expect({ requests, probes }).toEqual({ requests: 10_000, probes: 40 });
  const failing = [...statuses].filter(([, byStatus]) => ![...byStatus.keys()].some((status) => status >= 200 && status < 300));
  expect(failing.map(([operation]) => operation).filter((operation) => !NEEDS_MORE.test(operation))).toEqual([]);
  await drainTenant(database.context, 'system', target.sender.tenantId);
  for (const path of ['report', 'compare?lookbackDays=90', 'status']) {
    const answer = await server.send('GET', `/api/v1/attribution/${path}`, { key: target.sender.apiKey });
    expect(answer.status, answer.text).toBe(200);
  }
});
