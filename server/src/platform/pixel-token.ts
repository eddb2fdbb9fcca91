import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveEdgeKeys, type EdgeKeys } from './edge-key.ts';

const TOKEN_BYTES = 12;

/** The keys under which tokens of pixels are made and read, the present one first. */
export function pixelKeysOf(keys: EdgeKeys): [Buffer, ...Buffer[]] {
  return deriveEdgeKeys(keys, 'pixel tokens');
}

/**
 * What shows that a pixel's address was handed out here: HMAC-SHA-256 of its public id, 96 bits in 16 characters (RFC 2104 lets an HMAC be
 * cut to no less than 80 bits). It changes with the edge key.
 */
export function pixelTokenOf(key: Uint8Array, publicId: string): string {
  return createHmac('sha256', key).update(publicId).digest().subarray(0, TOKEN_BYTES).toString('base64url');
}

/** Whether a token is that of a pixel under one of the keys, compared in constant time. */
export function isPixelToken(keys: readonly Uint8Array[], publicId: string, token: string): boolean {
  const given = Buffer.from(token);
  let isFound = false;
  for (const key of keys) {
    const own = Buffer.from(pixelTokenOf(key, publicId));
    if (own.length === given.length && timingSafeEqual(own, given)) isFound = true;
  }
  return isFound;
}
