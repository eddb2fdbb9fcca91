import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const imports = (id = '', rest = '') => api(`/tracking/imports${id === '' ? '' : `/${id}`}${rest}`);
const FILE = {
  kind: 'conversions',
  fileName: 'orders.csv',
  bytes: 100,
  fingerprint: 'a'.repeat(64),
  format: 'csv',
  columns: ['id', 'occurredAt', null],
  defaults: { kind: 'purchase' },
};

/** Routes about files of events that are sent in parts. */
export function importFileRoutes({ mine, theirs }: World): RouteFixture[] {
  const part = { base64: Buffer.from('{}\n').toString('base64') };
  const about = (rest: string) => ({
    valid: { path: imports(mine.fileImport, rest) },
    absent: { path: imports(NOBODY, rest) },
    foreign: { path: imports(theirs.fileImport, rest) },
    malformed: imports('not-an-id', rest),
  });
  return [
    {
      operation: 'POST /api/v1/tracking/imports',
      permission: 'imports.write',
      status: 200,
      valid: { path: imports(), body: FILE },
      audited: 'import.open',
    },
    { operation: 'GET /api/v1/tracking/imports', permission: 'imports.read', status: 200, valid: { path: `${imports()}?limit=1` } },
    { operation: 'GET /api/v1/tracking/imports/{id}', permission: 'imports.read', status: 200, ...about('') },
    { operation: 'GET /api/v1/tracking/imports/{id}/rejects', permission: 'imports.read', status: 200, ...about('/rejects') },
    { operation: 'GET /api/v1/tracking/imports/{id}/rejects/csv', permission: 'imports.read', status: 200, ...about('/rejects/csv') },
    {
      operation: 'PUT /api/v1/tracking/imports/{id}/parts/{offset}',
      permission: 'imports.write',
      status: 200,
      valid: { path: imports(mine.fileImport, '/parts/3'), body: part },
      absent: { path: imports(NOBODY, '/parts/3'), body: part },
      foreign: { path: imports(theirs.fileImport, '/parts/3'), body: part },
      malformed: imports('not-an-id', '/parts/3'),
    },
    {
      operation: 'DELETE /api/v1/tracking/imports/{id}',
      permission: 'imports.write',
      status: 204,
      valid: { path: imports(mine.spareImport) },
      absent: { path: imports(NOBODY) },
      foreign: { path: imports(theirs.fileImport) },
      malformed: imports('not-an-id'),
      audited: 'import.delete',
    },
  ];
}
