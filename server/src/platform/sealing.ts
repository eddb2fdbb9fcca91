import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { randomNonce } from './chance.ts';
import type { Context } from './context.ts';

const FORMAT = 1;
const HEAD = Buffer.from([FORMAT]);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keys as Node's crypto takes them at once: from plain bytes it would make one anew for each message, at twice the cost of sealing it. */
const readyKeys = new WeakMap<Uint8Array, KeyObject>();

function readyKey(key: Uint8Array): KeyObject {
  let ready = readyKeys.get(key);
  if (ready === undefined) readyKeys.set(key, (ready = createSecretKey(key)));
  return ready;
}

/** A 256-bit key for one purpose, derived from the installation's secret (HKDF-SHA-256, RFC 5869). */
export function deriveKey(secret: string | Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `earshot:${purpose}`, 32));
}

/** The master key of an installation's secret: what seals its keys, and what others are derived from. */
export function masterKeyOf(secret: string): Buffer {
  return deriveKey(secret, 'sealing');
}

/**
 * Encrypts with AES-256-GCM under `key` (32 bytes, which stay as they are); `place` says where the result belongs, so that it cannot be
 * moved elsewhere. The result holds a format byte, the nonce, the tag and the ciphertext.
 */
export function seal(key: Uint8Array, place: string, plain: Uint8Array): Buffer {
  const nonce = randomNonce(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', readyKey(key), nonce).setAAD(Buffer.from(place));
  const [body, end] = [cipher.update(plain), cipher.final()];
  return Buffer.concat([HEAD, nonce, cipher.getAuthTag(), body, end]);
}

/** The plain bytes of what `seal` made with the same key and place; undefined when it was made otherwise or changed since. */
export function unseal(key: Uint8Array, place: string, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== FORMAT) return undefined;
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', readyKey(key), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}

type MasterKeys = Pick<Context, 'sealingKey' | 'previousSealingKey'>;

/** As `unseal`, under the master key, or under the one before it while the installation's secret is being changed. */
export function unsealByMaster({ sealingKey, previousSealingKey }: MasterKeys, place: string, sealed: Uint8Array): Buffer | undefined {
  return unseal(sealingKey, place, sealed) ?? (previousSealingKey && unseal(previousSealingKey, place, sealed));
}

/**
 * The same content sealed under the present master key; undefined when it is so already.
 * @throws Error when neither the present nor the previous master key opens it.
 */
export function resealByMaster(keys: MasterKeys, place: string, sealed: Uint8Array): Buffer | undefined {
  if (unseal(keys.sealingKey, place, sealed)) return undefined;
  const plain = unsealByMaster(keys, place, sealed);
  if (!plain) throw new Error(`what is sealed at ${place} cannot be opened: it was made under another EARSHOT_SECRET_KEY`);
  return seal(keys.sealingKey, place, plain);
}
