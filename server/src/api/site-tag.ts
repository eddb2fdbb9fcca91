import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { App } from '../platform/http.ts';
import type { EdgeAnswer } from '../tracking/edge/schema.ts';

const SCRIPT = new URL('../../site-tag.js', import.meta.url);
const CACHING = 'public, max-age=3600, stale-while-revalidate=86400';

/** Whether one of the tags of an If-None-Match is this one, however weak (RFC 9110, 13.1.2). */
function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  const opaque = (one: string) => one.trim().replace(/^W\//, '');
  return ifNoneMatch !== undefined && (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => opaque(one) === opaque(tag)));
}

/** The script in each encoding, and what tells this version of it from others. */
function readScript() {
  const script = readFileSync(SCRIPT);
  const encoded = { br: brotliCompressSync(script), gzip: gzipSync(script, { level: 9 }) };
  return { script, encoded, tag: `W/"${createHash('sha256').update(script).digest('base64url').slice(0, 22)}"` };
}

let read: ReturnType<typeof readScript> | undefined;

/** The script of site tags, for the pages of everybody, as a request's fields ask for it. */
export function siteTagAnswer(headers: IncomingHttpHeaders): EdgeAnswer {
  const { script, encoded, tag } = (read ??= readScript());
  const fields = {
    'cache-control': CACHING,
    etag: tag,
    vary: 'accept-encoding',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  };
  if (isKnown(headers['if-none-match'], tag)) return { status: 304, headers: fields };
  const accepted = String(headers['accept-encoding'] ?? '').split(',');
  const encoding = (['br', 'gzip'] as const).find((name) => accepted.some((one) => one.trim().split(';')[0] === name));
  const body = encoding === undefined ? script : encoded[encoding];
  const told = { 'content-type': 'text/javascript; charset=utf-8', 'content-length': body.length, 'x-content-type-options': 'nosniff' };
  return { status: 200, headers: { ...fields, ...told, ...(encoding && { 'content-encoding': encoding }) }, body };
}

/** GET /t.js: the script of site tags; it needs no database. */
export function addSiteTag(app: App): void {
  app.get('/t.js', { schema: { hide: true } }, (request, reply) => {
    const { status, headers, body } = siteTagAnswer(request.headers);
    return reply.code(status).headers(headers).send(body);
  });
}
