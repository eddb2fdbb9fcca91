import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { App } from '../platform/http.ts';

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

/** GET /t.js: the script of site tags, for the pages of everybody; it needs no database. */
export function addSiteTag(app: App): void {
  let read: ReturnType<typeof readScript> | undefined;
  app.get('/t.js', { schema: { hide: true } }, (request, reply) => {
    const { script, encoded, tag } = (read ??= readScript());
    void reply.headers({
      'cache-control': CACHING,
      etag: tag,
      vary: 'accept-encoding',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send();
    const accepted = String(request.headers['accept-encoding'] ?? '').split(',');
    const encoding = (['br', 'gzip'] as const).find((name) => accepted.some((one) => one.trim().split(';')[0] === name));
    void reply.type('text/javascript; charset=utf-8');
    if (encoding === undefined) return reply.send(script);
    return reply.header('content-encoding', encoding).send(encoded[encoding]);
  });
}
