import { recordPlatformAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { sealForInstallation, unsealForInstallation } from '../../platform/vault.ts';
import { buildSigningKey, isDue, keyPlace, type SigningKey, VERIFYING_MS } from './rules.ts';
import { deleteReplaced, insertKey, listKeys, lockKeys, type StoredKey } from './store.ts';

interface SealedKey {
  id: string;
  sealedKey: Buffer;
}

/** A key is made and sealed before the transaction that stores it, so that nobody waits for the arithmetic. */
async function makeKey(context: Context): Promise<SealedKey> {
  const id = newId();
  const plain = Buffer.from(JSON.stringify(await buildSigningKey(id)));
  return { id, sealedKey: await sealForInstallation(context, keyPlace(id), plain) };
}

async function addKeyIn(context: Context, tx: AuthTx, made: SealedKey): Promise<void> {
  const nowMs = context.clock();
  await insertKey(tx, { ...made, createdAtMs: nowMs });
  await deleteReplaced(tx, nowMs - VERIFYING_MS);
  await recordPlatformAuditIn(tx, { actor: 'system', action: 'oauth_key.rotate', target: made.id });
}

async function opened(context: Context, { id, sealedKey }: StoredKey): Promise<SigningKey> {
  const plain = await unsealForInstallation(context, keyPlace(id), sealedKey);
  if (!plain) throw new Error('a signing key cannot be opened: EARSHOT_SECRET_KEY is not the one this installation was made with');
  return JSON.parse(plain.toString()) as SigningKey;
}

/**
 * The keys that sign and verify ID tokens, newest first; the first one signs. One that has signed for 90 days is followed by another, and
 * stays for seven more days, so that what it signed can be verified.
 */
export async function obtainSigningKeys(context: Context, _actor: 'system'): Promise<SigningKey[]> {
  const found = await inAuth(context.db, listKeys);
  if (!isDue(found[0]?.createdAtMs, context.clock())) return Promise.all(found.map((one) => opened(context, one)));
  const made = await makeKey(context);
  const stored = await inAuth(context.db, async (tx) => {
    await lockKeys(tx);
    const [newest] = await listKeys(tx);
    if (isDue(newest?.createdAtMs, context.clock())) await addKeyIn(context, tx, made);
    return listKeys(tx);
  });
  return Promise.all(stored.map((one) => opened(context, one)));
}

/** Makes a new key sign from now on, and tells its id. What the keys before it signed can be verified for seven more days. */
export async function rotateSigningKeys(context: Context, _actor: 'system'): Promise<string> {
  const made = await makeKey(context);
  await inAuth(context.db, async (tx) => {
    await lockKeys(tx);
    await addKeyIn(context, tx, made);
  });
  return made.id;
}
