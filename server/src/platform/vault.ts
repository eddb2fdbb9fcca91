import { newId, randomSecret } from './chance.ts';
import type { Context } from './context.ts';
import { resealByMaster, seal, unseal, unsealByMaster } from './sealing.ts';
import { type AuthTx, inAuth, inTenant, type TenantTx, type Transaction } from './tenant-door.ts';

const FORMAT = 2;
const KEY_BYTES = 32;
const ID_BYTES = 16;

/** A data key as stored: wrapped by the master key. */
interface WrappedKey {
  id: string;
  wrapped: Buffer;
}

interface DataKey {
  id: string;
  key: Buffer;
  /** What stands before everything it seals: the format, and its id. */
  head: Buffer;
}

/** Whose data keys: a tenant's, or the installation's (`undefined`). */
type Owner = string | undefined;

const rememberedByContext = new WeakMap<Context, Map<Owner, DataKey[]>>();

function rememberedOf(context: Context): Map<Owner, DataKey[]> {
  let remembered = rememberedByContext.get(context);
  if (!remembered) rememberedByContext.set(context, (remembered = new Map<Owner, DataKey[]>()));
  return remembered;
}

/** Where a wrapped data key belongs. */
function keyPlace(owner: Owner, id: string): string {
  return owner === undefined ? `installation_keys|${id}` : `data_keys|${owner}|${id}`;
}

async function listWrapped(tx: Transaction, owner: Owner): Promise<WrappedKey[]> {
  return tx.query<WrappedKey>(
    owner === undefined
      ? { text: 'select id, wrapped from installation_keys order by created_at, id' }
      : { text: 'select id, wrapped from data_keys where tenant_id = $1 order by created_at, id', values: [owner] },
  );
}

async function insertWrapped(tx: Transaction, owner: Owner, { id, wrapped }: WrappedKey): Promise<void> {
  await tx.query(
    owner === undefined
      ? { text: 'insert into installation_keys (id, wrapped) values ($1, $2)', values: [id, wrapped] }
      : { text: 'insert into data_keys (tenant_id, id, wrapped) values ($1, $2, $3)', values: [owner, id, wrapped] },
  );
}

function opened(context: Context, owner: Owner, { id, wrapped }: WrappedKey): DataKey {
  const key = unsealByMaster(context, keyPlace(owner, id), wrapped);
  if (!key) throw new Error('a data key cannot be opened: EARSHOT_SECRET_KEY is not the one this installation was made with');
  return { id, key, head: Buffer.concat([Buffer.from([FORMAT]), Buffer.from(id.replaceAll('-', ''), 'hex')]) };
}

/** Keys are made in a transaction of their own: one that came to nothing must not take along a key that others have begun to use. */
function inOwn<Result>(context: Context, owner: Owner, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return owner === undefined ? inAuth(context.db, work) : inTenant(context.db, owner, work);
}

/** Makes a new data key for an owner, which seals from now on; what older keys sealed stays readable. */
async function addKey(context: Context, owner: Owner): Promise<void> {
  const id = newId();
  const wrapped = seal(context.sealingKey, keyPlace(owner, id), randomSecret(KEY_BYTES));
  await inOwn(context, owner, (tx) => insertWrapped(tx, owner, { id, wrapped }));
}

async function load(context: Context, owner: Owner): Promise<DataKey[]> {
  const keys = (await inOwn(context, owner, (tx) => listWrapped(tx, owner))).map((one) => opened(context, owner, one));
  rememberedOf(context).set(owner, keys);
  return keys;
}

async function newestKey(context: Context, owner: Owner): Promise<DataKey> {
  const known = rememberedOf(context).get(owner);
  const keys = known !== undefined && known.length > 0 ? known : await load(context, owner);
  if (keys.length > 0) return keys[keys.length - 1];
  await addKey(context, owner);
  return newestKey(context, owner);
}

async function findKey(context: Context, owner: Owner, id: string): Promise<DataKey | undefined> {
  const isIt = (one: DataKey) => one.id === id;
  return rememberedOf(context).get(owner)?.find(isIt) ?? (await load(context, owner)).find(isIt);
}

function idText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function sealFor(context: Context, owner: Owner, { place, plain }: { place: string; plain: Uint8Array }): Promise<Buffer> {
  const { key, head } = await newestKey(context, owner);
  return Buffer.concat([head, seal(key, `${owner ?? 'installation'}|${place}`, plain)]);
}

async function unsealFor(
  context: Context,
  owner: Owner,
  { place, sealed }: { place: string; sealed: Buffer },
): Promise<Buffer | undefined> {
  if (sealed.length <= 1 + ID_BYTES || sealed[0] !== FORMAT) return undefined;
  const found = await findKey(context, owner, idText(sealed.subarray(1, 1 + ID_BYTES)));
  return found && unseal(found.key, `${owner ?? 'installation'}|${place}`, sealed.subarray(1 + ID_BYTES));
}

/**
 * Encrypts a tenant's secret under the tenant's newest data key (AES-256-GCM); `place` (table, row, column) says where it belongs, so that
 * it cannot be moved elsewhere. The tenant must have been stored before. What comes out holds the id of the key.
 */
export async function sealForTenant(
  context: Context,
  { tenantId }: Pick<TenantTx, 'tenantId'>,
  place: string,
  plain: Uint8Array,
): Promise<Buffer> {
  return sealFor(context, tenantId, { place, plain });
}

/** A way to seal many secrets of a tenant, each as `sealForTenant` does, under the data key that is newest now. */
export async function sealerForTenant(
  context: Context,
  { tenantId }: Pick<TenantTx, 'tenantId'>,
): Promise<(place: string, plain: Uint8Array) => Buffer> {
  const { key, head } = await newestKey(context, tenantId);
  return (place, plain) => Buffer.concat([head, seal(key, `${tenantId}|${place}`, plain)]);
}

/** The plain bytes of what `sealForTenant` made for the same tenant and place; undefined when it was made otherwise or changed since. */
export async function unsealForTenant(
  context: Context,
  { tenantId }: Pick<TenantTx, 'tenantId'>,
  place: string,
  sealed: Buffer,
): Promise<Buffer | undefined> {
  return unsealFor(context, tenantId, { place, sealed });
}

/** As `sealForTenant`, for a secret that belongs to no tenant, such as a person's second factor. */
export async function sealForInstallation(context: Context, place: string, plain: Uint8Array): Promise<Buffer> {
  return sealFor(context, undefined, { place, plain });
}

/** As `unsealForTenant`, for what `sealForInstallation` made. */
export async function unsealForInstallation(context: Context, place: string, sealed: Buffer): Promise<Buffer | undefined> {
  return unsealFor(context, undefined, { place, sealed });
}

/** Forgets what is known of data keys, so that the next use reads them anew. */
export function forgetKeys(context: Context): void {
  rememberedByContext.delete(context);
}

/** Gives a tenant, or the installation when none is named, a new data key. What was sealed before stays readable under its own. */
export async function rotateDataKey(context: Context, tenantId?: string): Promise<void> {
  await addKey(context, tenantId);
  rememberedOf(context).delete(tenantId);
}

async function updateWrapped(tx: Transaction, owner: Owner, { id, wrapped }: WrappedKey): Promise<void> {
  await tx.query(
    owner === undefined
      ? { text: 'update installation_keys set wrapped = $2 where id = $1', values: [id, wrapped] }
      : { text: 'update data_keys set wrapped = $3 where tenant_id = $1 and id = $2', values: [owner, id, wrapped] },
  );
}

async function rewrap(context: Context, tx: Transaction, owner: Owner): Promise<number> {
  let changed = 0;
  for (const { id, wrapped } of await listWrapped(tx, owner)) {
    const anew = resealByMaster(context, keyPlace(owner, id), wrapped);
    if (anew === undefined) continue;
    await updateWrapped(tx, owner, { id, wrapped: anew });
    changed += 1;
  }
  return changed;
}

/** Wraps the tenant's data keys by the present master key; resolves with how many were wrapped by the one before. */
export async function rewrapTenantKeysIn(context: Context, tx: TenantTx): Promise<number> {
  return rewrap(context, tx, tx.tenantId);
}

/** As `rewrapTenantKeysIn`, for the installation's own data keys. */
export async function rewrapInstallationKeysIn(context: Context, tx: AuthTx): Promise<number> {
  return rewrap(context, tx, undefined);
}
