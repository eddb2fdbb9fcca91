import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { Checkpoint, CheckpointKey } from './schema.ts';

/** What is signed. */
export type Unsigned = Pick<Checkpoint, 'tenant' | 'seq' | 'hash' | 'previous' | 'at'>;

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private key of a seed of 32 random bytes. */
export function signingKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

export function describeKey(key: KeyObject): CheckpointKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha256').update(spki).digest('hex').slice(0, 16);
  return { keyId, algorithm: 'Ed25519', publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

function textOf({ tenant, seq, hash, previous, at }: Unsigned): Buffer {
  return Buffer.from(['audit-checkpoint/1', tenant, seq, hash, previous ?? '-', at, ''].join('\n'));
}

/** What the next checkpoint names as the one before it. */
export function digestOf(checkpoint: Unsigned): string {
  return createHash('sha256').update(textOf(checkpoint)).digest('hex');
}

export function signCheckpoint(key: KeyObject, checkpoint: Unsigned): Checkpoint {
  return { ...checkpoint, keyId: describeKey(key).keyId, signature: sign(null, textOf(checkpoint), key).toString('base64') };
}

/** Whether a checkpoint is as it was signed, under this public key. */
export function isGenuine(publicKey: KeyObject, checkpoint: Checkpoint): boolean {
  return verify(null, textOf(checkpoint), publicKey, Buffer.from(checkpoint.signature, 'base64'));
}
