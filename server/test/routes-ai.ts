import { api, type RouteFixture } from './route-fixture.ts';

const MALFORMED = 'Not%20a%20key';

/** Providers of AI. */
export function aiRoutes(): RouteFixture[] {
  const of = (key: string) => api(`/ai/providers/${key}`);
  const read = { permission: 'ai_providers.read', status: 200 } as const;
  const write = { permission: 'ai_providers.write' } as const;
  const body = { kind: 'openai', account: 'own', apiKey: 'sk-test-0123456789', models: [{ model: 'gpt-5-mini' }], monthlyCapCents: 500 };
  return [
    { operation: 'GET /api/v1/ai/providers', ...read, valid: { path: api('/ai/providers') } },
    {
      operation: 'GET /api/v1/ai/providers/{key}',
      ...read,
      valid: { path: of('of-mine') },
      absent: { path: of('never') },
      foreign: { path: of('of-theirs') },
      malformed: of(MALFORMED),
    },
    {
      operation: 'PUT /api/v1/ai/providers/{key}',
      ...write,
      status: 200,
      valid: { path: of('put'), body },
      malformed: of(MALFORMED),
      audited: 'ai_provider.put',
    },
    {
      operation: 'POST /api/v1/ai/providers/{key}/test',
      permission: 'ai_providers.test',
      status: 200,
      valid: { path: of('of-mine/test'), body: { model: 'another' } },
      absent: { path: of('never/test'), body: {} },
      foreign: { path: of('of-theirs/test'), body: {} },
      malformed: of(`${MALFORMED}/test`),
      audited: 'ai_provider.test',
    },
    {
      operation: 'DELETE /api/v1/ai/providers/{key}',
      ...write,
      status: 204,
      valid: { path: of('spare-of-mine') },
      absent: { path: of('never') },
      foreign: { path: of('spare-of-theirs') },
      malformed: of(MALFORMED),
      audited: 'ai_provider.delete',
    },
  ];
}
