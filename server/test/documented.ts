import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { TestServer } from './http.ts';

type Schema = Record<string, unknown>;

interface Media {
  schema: Schema;
}

export interface DocumentedOperation {
  summary?: string;
  tags?: string[];
  operationId?: string;
  security?: object[];
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description?: string; content?: Record<string, Media> }>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Schema> };
  security?: object[];
}

/** The document as the server answers it. */
export async function readOpenApi(server: TestServer): Promise<OpenApiDocument> {
  return (await server.send('GET', '/openapi.json')).json as OpenApiDocument;
}

/** It ends every share of the tenant, which nothing brings back for the operations that need one. */
const LAST = 'POST /api/v1/tenants/{id}/close';

/** Each operation under its name, such as "GET /health"; the one that ends what others need comes last. */
export function operationsOf(document: OpenApiDocument): [string, DocumentedOperation][] {
  const named = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): [string, DocumentedOperation] => [`${method.toUpperCase()} ${path}`, operation]),
  );
  const isLast = ([name]: [string, DocumentedOperation]) => name === LAST;
  return [...named.filter((one) => !isLast(one)), ...named.filter(isLast)];
}

/** Compiles schemas of the document; members that a schema of an object does not name are refused. */
export function schemaChecks(document: OpenApiDocument): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: 'openapi', components: document.components });
  return (schema) => ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/')) as Schema);
}
