import { type Random, randomOf } from '../../../simulator/src/random.ts';
import type { Document, Operation, Parameter, Schema } from './document.ts';
import { mutateText, mutateValue } from './mutations.ts';
import { NASTY_TEXTS } from './nasties.ts';
import { type Draw, type Json, sample } from './samples.ts';

/** One request as it goes over the wire. */
export interface FuzzRequest {
  index: number;
  /** The operation it was made from, such as "GET /health". */
  operation: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}

/** What requests are made from. `ids` are ones that exist, of the sender and of somebody else. */
export interface Material {
  document: Document;
  nowMs: number;
  key: string;
  transcriptId: string;
  importIds: ImportIds;
  /** Cookie headers of people who own the tenant and are signed in. */
  cookies: readonly string[];
  ids: readonly string[];
}

/** Files of the sender that are being imported: one that stays, and one that requests may delete. */
export interface ImportIds {
  kept: string;
  spare: string;
}

type Params = { name: string; text: string }[];

const HUGE_BYTES = 5 * 1_048_576;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];
const CONTENT_TYPES = [
  'text/plain',
  'application/json; charset=utf-16',
  'application/json;',
  'application/jsonx',
  'APPLICATION/JSON',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  ';',
  'a',
  '',
];
const HEADERS: readonly [string, readonly string[]][] = [
  ['accept', ['', 'text/html', '*/*;q=0', 'application/json; version="'.concat('x'.repeat(500), '"')]],
  ['accept-encoding', ['gzip', 'identity;q=0', 'x'.repeat(2_000)]],
  ['content-encoding', ['gzip', 'br', 'deflate, gzip']],
  ['cookie', ['earshot_session=x', 'earshot_session=%zz', `earshot_session=${'A'.repeat(4_000)}`, '=', ';;;', 'a'.repeat(8_000)]],
  ['idempotency-key', ['a', '', ' ', '"quoted"', 'x'.repeat(255), 'x'.repeat(256), 'ä', 'a b']],
  ['if-none-match', ['*', '"x"']],
  ['origin', ['null', 'https://elsewhere.example', '\u00ff']],
  ['range', ['bytes=0-', 'bytes=9-1']],
  ['x-forwarded-for', ['127.0.0.1', "'", 'x'.repeat(5_000)]],
  ['x-http-method-override', ['DELETE']],
];

function encode(text: string, random: Random): string {
  const well = text.toWellFormed();
  return random.chance(0.9) ? encodeURIComponent(well) : encodeURI(well).replaceAll(/[?# ]/g, '_');
}

function hostileText(random: Random, ids: readonly string[]): string {
  return random.chance(0.5) ? random.pick(ids) : random.pick(NASTY_TEXTS);
}

/** A sample as it stands in an address. */
function sampleWord(schema: Schema, name: string, draw: Draw): string {
  const value = sample(schema, name, draw);
  if (typeof value === 'string') return value;
  return Array.isArray(value)
    ? value
        .map((one) => JSON.stringify(one))
        .join(',')
        .replaceAll('"', '')
    : JSON.stringify(value);
}

function pathOf({ method, path, parameters }: Operation, draw: Draw, { ids, importIds }: Material): string {
  const { random } = draw;
  const own = path.includes('/imports/{id}') ? (method === 'DELETE' ? importIds.spare : importIds.kept) : undefined;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
    const word = () => (name === 'id' && own !== undefined ? own : sampleWord(schema, name, draw));
    const text = random.chance(0.6) ? word() : hostileText(random, ids);
    return encode(text.slice(0, 1_500), random) || '%20';
  });
  if (random.chance(0.95)) return filled;
  return random.pick([
    `${filled}/`,
    filled.replace('/api', '//api'),
    `${filled}/..`,
    filled.toUpperCase(),
    `${filled}%`,
    `${filled};a=b`,
    `${filled}%00`,
  ]);
}

function queryOf(parameters: Parameter[], draw: Draw, { ids }: Material): string {
  const { random } = draw;
  const chosen: Params = parameters
    .filter((one) => one.in === 'query' && random.chance(one.required === true ? 0.95 : 0.3))
    .map(({ name, schema }) => ({ name, text: sampleWord(schema, name, draw) }));
  for (const one of chosen) if (random.chance(0.25)) one.text = hostileText(random, ids).slice(0, 1_000);
  if (random.chance(0.1)) chosen.push({ name: random.pick(NASTY_TEXTS).slice(0, 500), text: '1' });
  if (chosen.length > 0 && random.chance(0.05)) chosen.push({ ...chosen[0] });
  const text = chosen.map(({ name, text: value }) => `${encode(name, random)}=${encode(value, random)}`).join('&');
  return text === '' ? '' : `?${text}`;
}

/** What ends the session it is sent with, on success: sent with one, the others would soon have none. */
const ENDS_SESSION = /^(POST .*\/security\/sessions|DELETE .*\/security\/sessions\/current)$/;

function headersOf({ key, cookies }: Material, { method, path }: Operation, random: Random): Record<string, string> {
  if (random.chance(0.35) && !ENDS_SESSION.test(`${method} ${path}`)) return { cookie: random.pick(cookies) };
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (random.chance(0.03))
    headers.authorization = random.pick(['', 'Bearer', 'Bearer x', `Basic ${key}`, `bearer  ${key}`, `Bearer ${key}\u00e9`]);
  else if (random.chance(0.01)) delete headers.authorization;
  if (random.chance(0.05)) headers['idempotency-key'] = random.pick(['a', 'b', 'c']);
  while (random.chance(0.15)) {
    const [name, values] = random.pick(HEADERS);
    headers[name] = random.pick(values);
  }
  return headers;
}

function bodyOf({ body }: Operation, draw: Draw): Buffer | undefined {
  const { random } = draw;
  if (!body) return random.chance(0.05) ? Buffer.from(random.pick(['{}', 'x', '[1]'])) : undefined;
  const valid: Json = sample(body, '', draw);
  const chance = random.next();
  if (chance < 0.35) return Buffer.from(JSON.stringify(valid));
  if (chance < 0.75) return Buffer.from(JSON.stringify(mutateValue(valid, random)));
  if (chance < 0.978) return mutateText(JSON.stringify(valid), random);
  return chance < 0.98 ? Buffer.alloc(HUGE_BYTES, JSON.stringify(valid)) : undefined;
}

/** The request of this number: the same for the same seed and material, whatever was sent before. */
export function buildRequest(seed: number, index: number, material: Material): FuzzRequest {
  const random = randomOf(seed, index);
  const { document, nowMs, key, transcriptId } = material;
  const draw: Draw = { random, document, nowMs, key, transcriptId };
  const operation = random.pick(material.document.operations);
  const body = bodyOf(operation, draw);
  const headers = headersOf(material, operation, random);
  if (body && random.chance(0.95)) headers['content-type'] = 'application/json';
  else if (random.chance(body ? 0.5 : 0.2)) headers['content-type'] = random.pick(CONTENT_TYPES);
  return {
    index,
    operation: `${operation.method} ${operation.path}`,
    method: random.chance(0.97) ? operation.method : random.pick(METHODS),
    path: pathOf(operation, draw, material) + queryOf(operation.parameters, draw, material),
    headers,
    body,
  };
}
