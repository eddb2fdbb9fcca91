import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { ExplanationKeys, ExplanationStatement, SignedExplanation } from './schema.ts';

type PublicJwk = ExplanationKeys['keys'][number];

const ALGORITHM = 'EdDSA';
/** Tells these signatures from every other JWS of this installation (RFC 8725, 3.11). */
const TYPE = 'earshot-explanation+jws';

/** The public half of a key as a JWK (RFC 8037), named by its thumbprint (RFC 7638). */
export function jwkOf(key: KeyObject): PublicJwk {
  const { x = '' } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: ALGORITHM };
}

/** A value as canonical JSON (RFC 8785): no spaces, and the members of every object sorted by the code units of their names. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function signedBytes(header: string, statement: unknown): Buffer {
  return Buffer.from(`${header}.${Buffer.from(canonicalJson(statement)).toString('base64url')}`);
}

/** A statement signed: a JWS with Ed25519 (RFC 8037) whose payload, the statement as canonical JSON, is detached (RFC 7515, appendix F). */
export function signStatement(key: KeyObject, statement: ExplanationStatement): SignedExplanation {
  const header = Buffer.from(JSON.stringify({ alg: ALGORITHM, kid: jwkOf(key).kid, typ: TYPE })).toString('base64url');
  return { statement, signature: `${header}..${sign(null, signedBytes(header, statement), key).toString('base64url')}` };
}

function headerOf(text: string): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Why a signature does not hold for what was read as a statement, under these keys; undefined when it does. */
export function signatureFault(
  { statement, signature }: { statement: unknown; signature: string },
  { keys }: ExplanationKeys,
): string | undefined {
  const [head, payload, tail, ...more] = signature.split('.');
  const header = headerOf(head);
  if (header === undefined || payload !== '' || tail === undefined || more.length > 0)
    return 'the signature is no JWS with detached payload';
  if (header.alg !== ALGORITHM || header.typ !== TYPE) return 'the signature is of another kind';
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (jwk === undefined) return `none of the keys is the one that it names, ${String(header.kid)}`;
  const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: 'jwk' });
  if (jwkOf(key).kid !== jwk.kid) return 'the key does not have the name it goes by';
  return verify(null, signedBytes(head, statement), key, Buffer.from(tail, 'base64url'))
    ? undefined
    : 'the signature does not fit: the statement was changed, or somebody else made it';
}
