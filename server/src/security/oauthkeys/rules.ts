import { generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';

/** A key signs for so long. */
export const SIGNING_MS = 90 * 24 * 3_600_000;
/** After that it still verifies for so long: an ID token lives an hour, and a program may keep the list of keys for a day. */
export const VERIFYING_MS = 7 * 24 * 3_600_000;
const MODULUS_BITS = 2_048;

/** A private key that signs ID tokens, as a JSON Web Key (RFC 7517). */
export type SigningKey = JsonWebKey & { kid: string; use: 'sig'; alg: 'RS256' };

/** A key pair for RS256, the one algorithm that every OpenID Connect client knows (OpenID Connect Core §15.1). */
export async function buildSigningKey(id: string): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  return { ...privateKey.export({ format: 'jwk' }), kid: id, use: 'sig', alg: 'RS256' };
}

/** Where a sealed key belongs. */
export function keyPlace(id: string): string {
  return `oauth_keys|${id}|sealed_key`;
}

/** Whether the newest key is so old that another one takes over; also when there is none. */
export function isDue(newestMadeAtMs: number | undefined, nowMs: number): boolean {
  return newestMadeAtMs === undefined || nowMs - newestMadeAtMs >= SIGNING_MS;
}
