import { createPublicIdIn, findPublicIdsIn, removePublicIdIn } from '../../catalog/publicids/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { type DirectoryTx, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForTenant, unsealForTenant } from '../../platform/vault.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { inTenantAs } from '../../security/presence/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { asksElsewhere, hookAddress, KIND_TERMS, LEAST_CHOSEN, MOST_SOURCES, secretPlace, settledOptions, strayOption } from './rules.ts';
import {
  type NewSource,
  type SettledOptions,
  type SecretChange,
  type Source,
  type SourceKind,
  type SourceOptions,
  type SourceTerms,
  SourceWithSecret,
} from './schema.ts';
import {
  countSources,
  deleteSource as deleteStored,
  findSealedSecrets,
  findSource,
  insertSource,
  listSources as listStored,
  listTenantsWithKinds,
  type StoredSource,
  updateFailed,
  updateReceived,
  updateSecret,
  updateTerms,
} from './store.ts';

const SECRET_CHARACTERS = 43;
const LONGEST_FAULT = 300;

function absent(): AppError {
  return new AppError('not_found', 'There is no such source.');
}

function checkOptions(kind: SourceKind, options: SourceOptions): void {
  const stray = strayOption(kind, options);
  if (stray !== undefined) throw invalid(`/options/${stray}`, `A source of the kind "${kind}" has no option "${stray}"; remove it.`);
}

const ELSEWHERE = 'Another host would be given the secret that is kept for this one; create a source of its own for it, with its secret.';

/** A secret that is given or made, and its sealed form, sealed before any transaction is open: sealing may need one of its own. */
interface SealedSecret {
  made: string | null;
  sealed: Buffer;
}

async function sealSecret(
  context: Context,
  { tenantId }: Actor,
  key: string,
  { kind, secret }: { kind: SourceKind; secret?: string | undefined },
): Promise<SealedSecret | undefined> {
  const owner = KIND_TERMS[kind].secret;
  if (owner === 'none' && secret !== undefined) throw invalid('/secret', `Deliveries of the kind "${kind}" are not signed; leave it out.`);
  if (owner === 'ours' && secret !== undefined && secret.length < LEAST_CHOSEN)
    throw invalid(
      '/secret',
      `A secret that you choose has at least ${LEAST_CHOSEN} characters; choose a longer one, or leave it out to have one made.`,
    );
  const made = secret === undefined && owner === 'ours' ? randomBase62(SECRET_CHARACTERS) : null;
  const text = secret ?? made;
  if (text === null) return undefined;
  return { made, sealed: await sealForTenant(context, { tenantId }, secretPlace(key), Buffer.from(text)) };
}

async function completeIn(context: Context, tx: TenantTx, stored: StoredSource[]): Promise<Source[]> {
  const publicIds = await findPublicIdsIn(
    tx,
    'hook',
    stored.map(({ key }) => key),
  );
  return stored.map((source) => {
    const publicId = publicIds.get(source.key) ?? null;
    return { ...source, publicId, address: publicId === null ? null : hookAddress(context.publicUrl, source.kind, publicId) };
  });
}

async function readIn(context: Context, tx: TenantTx, key: string): Promise<Source> {
  const stored = await findSource(tx, key);
  if (!stored) throw absent();
  return (await completeIn(context, tx, [stored]))[0];
}

/**
 * Creates a source of the actor's tenant. A kind that calls gets an address, and where both sides choose the secret and none is given, one
 * that is shown in this answer alone.
 * @throws AppError `forbidden`; `invalid_request` for an option of another kind; `conflict` for a key that is taken, and when there are
 * 100 already; what `onceIn` throws.
 */
export async function createSource(context: Context, actor: Actor, input: NewSource, onceKey?: string): Promise<SourceWithSecret> {
  authorize(actor, 'sources.write');
  checkOptions(input.kind, input.options);
  const { key, kind } = input;
  const secret = await sealSecret(context, actor, key, input);
  return inTenantAs(context, actor, 'sources.write', (tx) => {
    const create = async () => {
      if ((await countSources(tx)) >= MOST_SOURCES)
        throw new AppError('conflict', `A tenant has at most ${MOST_SOURCES} sources; delete one first.`);
      if (!(await insertSource(tx, input, secret?.sealed))) throw new AppError('conflict', `There is a source "${key}" already.`);
      if (KIND_TERMS[kind].calls) await createPublicIdIn(tx, 'hook', key);
      const after = { kind, name: input.name, isEnabled: input.isEnabled, options: input.options };
      await recordAuditIn(tx, { actor: actor.name, action: 'source.create', target: key, after });
      return { ...(await readIn(context, tx, key)), secret: secret?.made ?? null };
    };
    if (onceKey === undefined) return create();
    const request = { principal: actor.name, route: 'POST /tracking/sources', key: onceKey };
    return onceIn(context, tx, { ...request, body: input, answer: SourceWithSecret }, create);
  });
}

/** The sources of the actor's tenant, by key; never their secrets. @throws AppError `forbidden`. */
export async function listSources(context: Context, actor: Actor, page: PageRequest): Promise<Page<Source>> {
  authorize(actor, 'sources.read');
  const sources = await inTenant(context.db, actor.tenantId, async (tx) =>
    completeIn(context, tx, await listStored(tx, page.after ?? '', page.limit + 1)),
  );
  return pageOf(sources, page.limit, ({ key }) => key);
}

/** One source. @throws AppError `forbidden`; `not_found`. */
export async function getSource(context: Context, actor: Actor, key: string): Promise<Source> {
  authorize(actor, 'sources.read');
  return inTenant(context.db, actor.tenantId, (tx) => readIn(context, tx, key));
}

/**
 * Puts new terms in the place of a source's: its name, its options, and whether it is on. Address and secret stay.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` for an option of another kind, or for another host while a secret is kept.
 */
export async function putSource(context: Context, actor: Actor, key: string, terms: SourceTerms): Promise<Source> {
  authorize(actor, 'sources.write');
  return inTenantAs(context, actor, 'sources.write', async (tx) => {
    const { kind, name, isEnabled, options, hasSecret } = await readIn(context, tx, key);
    checkOptions(kind, terms.options);
    if (hasSecret && asksElsewhere(options, terms.options)) throw invalid('/options/apiUrl', ELSEWHERE);
    await updateTerms(tx, key, terms);
    const before = { name, isEnabled, options };
    await recordAuditIn(tx, { actor: actor.name, action: 'source.put', target: key, before, after: { ...terms } });
    return readIn(context, tx, key);
  });
}

/**
 * Gives a source a new secret. What is signed with the one before is taken for as long as `previousWorksHours` says, and what is signed
 * with older ones no longer.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` where a secret must be given, or there is none; what `onceIn` throws.
 */
export async function rotateSourceSecret(
  context: Context,
  actor: Actor,
  { key, change }: { key: string; change: SecretChange },
  onceKey?: string,
): Promise<SourceWithSecret> {
  authorize(actor, 'sources.write');
  const { kind } = await inTenant(context.db, actor.tenantId, (tx) => readIn(context, tx, key));
  const secret = await sealSecret(context, actor, key, { kind, secret: change.secret });
  if (!secret) throw invalid('/secret', `The secret of a source of the kind "${kind}" is made on the other side; send it here.`);
  return inTenantAs(context, actor, 'sources.write', (tx) => {
    const rotate = async () => {
      await updateSecret(tx, key, secret.sealed, change.previousWorksHours);
      const after = { previousWorksHours: change.previousWorksHours };
      await recordAuditIn(tx, { actor: actor.name, action: 'source.rotate', target: key, after });
      return { ...(await readIn(context, tx, key)), secret: secret.made };
    };
    if (onceKey === undefined) return rotate();
    const request = { principal: actor.name, route: `POST /tracking/sources/${key}/rotate`, key: onceKey };
    return onceIn(context, tx, { ...request, body: change, answer: SourceWithSecret }, rotate);
  });
}

/**
 * Deletes a source with its address and what was kept of its deliveries; the conversions stay.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function deleteSource(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'sources.write');
  await inTenantAs(context, actor, 'sources.write', async (tx) => {
    const { kind } = await readIn(context, tx, key);
    await deleteStored(tx, key);
    await removePublicIdIn(tx, 'hook', key);
    await recordAuditIn(tx, { actor: actor.name, action: 'source.delete', target: key, before: { kind } });
  });
}

/** A source with its options as they hold, and the secrets that are good now, the present one first; none while it has none. */
export interface OpenSource extends Omit<StoredSource, 'options'> {
  options: SettledOptions;
  secrets: Buffer[];
}

/**
 * A source as whoever takes its deliveries, or asks its host, needs it; undefined when the tenant has none under this key.
 * @throws AppError `unavailable` when the database cannot be reached.
 */
export async function openSource(context: Context, _actor: 'system', tenantId: string, key: string): Promise<OpenSource | undefined> {
  const found = await inTenant(context.db, tenantId, async (tx) => {
    const source = await findSource(tx, key);
    return source && { source, sealed: await findSealedSecrets(tx, key) };
  });
  if (!found) return undefined;
  const opened = await Promise.all(found.sealed.map((one) => unsealForTenant(context, { tenantId }, secretPlace(key), one)));
  const secrets = opened.filter((one) => one !== undefined);
  if (secrets.length < found.sealed.length) throw new Error('the secret of a source cannot be opened');
  return { ...found.source, options: settledOptions(found.source.options), secrets };
}

/** Notes that something genuine came from a source. */
export async function noteReceivedIn(tx: TenantTx, key: string): Promise<void> {
  await updateReceived(tx, key);
}

/** Notes that something of a source failed, and why. */
export async function noteFailedIn(tx: TenantTx, key: string, fault: string): Promise<void> {
  await updateFailed(tx, key, fault.slice(0, LONGEST_FAULT));
}

/** Switches a source off, for a reason that is shown. */
export async function switchOffSourceIn(tx: TenantTx, actor: Actor, key: string, reason: string): Promise<void> {
  const stored = await findSource(tx, key);
  if (!stored) return;
  await updateFailed(tx, key, reason.slice(0, LONGEST_FAULT));
  if (!stored.isEnabled) return;
  await updateTerms(tx, key, { ...stored, isEnabled: false });
  await recordAuditIn(tx, {
    actor: actor.name,
    action: 'source.put',
    target: key,
    before: { isEnabled: true },
    after: { isEnabled: false },
  });
}

/** Tenants with a source of one of these kinds that is on. */
export async function listTenantsWithSourcesIn(tx: DirectoryTx, kinds: readonly SourceKind[]): Promise<string[]> {
  return listTenantsWithKinds(tx, kinds);
}
