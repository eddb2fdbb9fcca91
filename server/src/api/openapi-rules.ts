import { z } from 'zod';
import { Problem } from '../platform/http.ts';

const PUBLIC = ['/health', '/ready', '/api/v1/security/sessions', '/api/v1/security/sessions/current'];

interface Operation {
  responses?: Record<string, unknown>;
  security?: unknown[];
  operationId?: string;
}

function operationId(method: string, path: string): string {
  const words = path
    .replace('/api/v1', '')
    .split(/[/{}-]+/)
    .filter((word) => word !== '');
  return [method, ...words].map((word, place) => (place === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

/** Adds to the generated document what holds for every operation: its id, the problem answer, and which need no credentials. */
export function completeOpenApi(document: object): object {
  const copy = structuredClone(document) as { paths: Record<string, Record<string, Operation>>; components: Record<string, unknown> };
  const problem = z.toJSONSchema(Problem, { target: 'draft-2020-12' });
  delete problem.$schema;
  copy.components = { ...copy.components, schemas: { ...(copy.components.schemas as object), Problem: problem } };
  for (const [path, operations] of Object.entries(copy.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      operation.operationId = operationId(method, path);
      const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
      operation.responses = { ...operation.responses, default: { description: 'A problem document', content } };
      if (PUBLIC.includes(path)) operation.security = [];
    }
  }
  return copy;
}
