import { seal, unseal } from '../../platform/sealing.ts';

const PLACE = 'session';
const HASH_BYTES = 32;

/** How long a browser session lasts. */
export const SESSION_MS = 12 * 3_600_000;

/** A session as the cookie holds it: which key it stands for (its SHA-256), and until when; sealed, so that nobody can make or read one. */
export function sealSession(sealingKey: Buffer, keyHash: Buffer, expiresAtMs: number): string {
  const expiry = Buffer.alloc(8);
  expiry.writeDoubleLE(expiresAtMs);
  return seal(sealingKey, PLACE, Buffer.concat([keyHash, expiry])).toString('base64url');
}

/** The key hash of a session token that is genuine and not over; undefined otherwise. */
export function openSession(sealingKey: Buffer, token: string, nowMs: number): Buffer | undefined {
  const plain = unseal(sealingKey, PLACE, Buffer.from(token, 'base64url'));
  if (!plain || plain.length !== HASH_BYTES + 8 || plain.readDoubleLE(HASH_BYTES) <= nowMs) return undefined;
  return plain.subarray(0, HASH_BYTES);
}
