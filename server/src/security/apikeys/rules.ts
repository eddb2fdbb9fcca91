import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Scope } from '../../tenants/authorize.ts';

const PREFIX = 'earshot_live_';
const SECRET_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHAPE = /^earshot_live_[0-9A-Za-z]{36}$/;

/** The order in which scopes are written. */
export const ALL_SCOPES: readonly Scope[] = ['ingest', 'read', 'admin'];

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** The key made of 30 random base-62 characters (178 bits) and a CRC-32 of them, so that a typing error is refused without the database. */
export function buildApiKey(secret: string): string {
  if (secret.length !== SECRET_LENGTH) throw new RangeError(`an API key's secret has ${SECRET_LENGTH} characters`);
  return PREFIX + secret + checksum(secret);
}

/** True when the text has the shape and the checksum of an API key; it says nothing about whether the key exists. */
export function isWellFormedApiKey(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const secret = text.slice(PREFIX.length, PREFIX.length + SECRET_LENGTH);
  return text.slice(PREFIX.length + SECRET_LENGTH) === checksum(secret);
}

/** True for what names a key in addresses and cursors. */
export function isKeyId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** What is stored of a key. A plain SHA-256 is right for a secret of at least 112 bits (OWASP ASVS 5.0, 6.5.2). */
export function hashApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Enough of a key to recognise it in a list. */
export function hintOf(key: string): string {
  return `${key.slice(0, PREFIX.length + 4)}…`;
}
