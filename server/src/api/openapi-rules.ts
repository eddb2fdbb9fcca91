import { z } from 'zod';
import { Problem } from '../platform/http.ts';

const PUBLIC = ['/health', '/ready'];
const REFERENCE = '#/components/schemas/';
const INPUT = /Input$/;
const SUCCESSES: Record<string, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted and committed',
  204: 'Done; there is nothing to say',
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = Record<string, Json>;

interface Response {
  description: string;
}

interface Operation {
  responses: Record<string, Response>;
  security?: unknown[];
  operationId?: string;
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonObject> };
}

function operationId(method: string, path: string): string {
  const words = path
    .replace('/api/v1', '')
    .split(/[/{}-]+/)
    .filter((word) => word !== '');
  return [method, ...words].map((word, place) => (place === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

/** The value with every object inside it replaced by what `change` makes of it, innermost first. */
function mapObjects(value: Json, change: (object: JsonObject) => Json): Json {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (value === null || typeof value !== 'object') return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapObjects(member, change)])));
}

function referencesIn(value: Json): string[] {
  const found: string[] = [];
  mapObjects(value, (object) => {
    if (typeof object.$ref === 'string') found.push(object.$ref.slice(REFERENCE.length));
    return object;
  });
  return found;
}

/** The schemas that paths reach, directly or through other schemas. */
function reachedSchemas({ paths, components }: OpenApi): Set<string> {
  const reached = new Set<string>();
  const open = referencesIn(paths as unknown as Json);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...referencesIn(components.schemas[name]));
  }
  return reached;
}

/**
 * Each named schema comes as it is sent and as it is answered: of the two only what is used stays, under the plain name when it is alone or
 * equal.
 */
function nameSchemasOnce(document: OpenApi): OpenApi {
  const reached = reachedSchemas(document);
  const { schemas } = document.components;
  const plain = (name: string) => name.replace(INPUT, '');
  const isOne = (name: string) =>
    !reached.has(plain(name)) || JSON.stringify(schemas[name]).replaceAll('Input"', '"') === JSON.stringify(schemas[plain(name)]);
  const nameOf = (name: string) => (INPUT.test(name) && isOne(name) ? plain(name) : name);
  const kept = [...reached].sort().map((name): [string, JsonObject] => [nameOf(name), schemas[name]]);
  const renamed = mapObjects(
    { ...document, components: { ...document.components, schemas: Object.fromEntries(kept) } } as unknown as Json,
    (object) => (typeof object.$ref === 'string' ? { ...object, $ref: REFERENCE + nameOf(object.$ref.slice(REFERENCE.length)) } : object),
  );
  return renamed as unknown as OpenApi;
}

/** Leaves out what says a format again as a pattern, and bounds that every exact integer has. */
function withoutNoise(schema: JsonObject): JsonObject {
  const { pattern, minimum, maximum, ...rest } = schema;
  const says = { ...rest };
  if (pattern !== undefined && rest.format === undefined) says.pattern = pattern;
  if (minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER) says.minimum = minimum;
  if (maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER) says.maximum = maximum;
  return says;
}

/**
 * Adds to the generated document what holds for every operation: its id, the problem answer, and which need no credentials; names schemas
 * once.
 */
export function completeOpenApi(document: object): object {
  const problem = z.toJSONSchema(Problem, { target: 'draft-2020-12' }) as JsonObject;
  delete problem.$schema;
  const copy = mapObjects(structuredClone(document) as Json, withoutNoise) as unknown as OpenApi;
  copy.components.schemas.Problem = withoutNoise(problem);
  for (const [path, operations] of Object.entries(copy.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      operation.operationId = operationId(method, path);
      for (const [status, response] of Object.entries(operation.responses))
        response.description = SUCCESSES[status] ?? response.description;
      const content = { 'application/problem+json': { schema: { $ref: `${REFERENCE}Problem` } } };
      operation.responses.default = { description: 'A problem document', content } as Response;
      if (PUBLIC.includes(path)) operation.security = [];
    }
  }
  return nameSchemasOnce(copy);
}
