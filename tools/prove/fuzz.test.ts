import { afterAll, beforeAll, expect, test } from 'vitest';
import { drainTenant } from '../../server/src/attribution/paths/service.ts';
import { openTestDatabase, type TestDatabase } from '../../server/test/database.ts';
import { startTestServer, type TestServer } from '../../server/test/http.ts';
import { fuzz } from './fuzz/run.ts';
import { createTarget } from './fuzz/target.ts';

/** What cannot succeed by chance, and why. Everything else must, at least once. */
const NEEDS_MORE: readonly [RegExp, string][] = [
  [/^(?!.*\/(conversions|survey-answers)\/).*\{id\}/, 'an id that the server makes, of something that is there'],
  [/\/platform\//, 'the session of an operator'],
  [/\/shows$|\/refresh$/, 'the feed of a show, at an address that answers'],
  [/\/(invitations|verification|email|deletion)\b/, 'a link or code that was mailed, or mail that is set up'],
  [/\/(mfa|password|step-up|second-factor)\b/, "a person's password or code, or a session begun with it"],
  [/\/tenant\b|\/tenants\/.*\/settings$/, 'an id of a tenant of the person, or all its settings together'],
  [/\/shares\b/, 'a campaign to share and the code of a share that is offered'],
  [/\/(webhooks|oauth-clients|sso-connections)\b/, 'an address of ours to call back'],
  [/\/privacy-requests\b/, 'a person whom the tenant knows, named in one way alone'],
];

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
  const isExempt = (operation: string) => NEEDS_MORE.some(([needing]) => needing.test(operation));
  expect(failing.map(([operation]) => operation).filter((operation) => !isExempt(operation))).toEqual([]);
  const idle = NEEDS_MORE.filter(([needing]) => !failing.some(([operation]) => needing.test(operation)));
  expect(idle.map(([, reason]) => reason)).toEqual([]);
  await drainTenant(database.context, 'system', target.sender.tenantId);
  for (const path of ['report', 'compare?lookbackDays=90', 'status']) {
    const answer = await server.send('GET', `/api/v1/attribution/${path}`, { key: target.sender.apiKey });
    expect(answer.status, answer.text).toBe(200);
  }
});
