import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForTenant } from '../../platform/vault.ts';
import { listPricesIn, putOwnPricesIn } from '../../metering/prices/service.ts';
import type { Prices } from '../../metering/prices/schema.ts';
import { listSpendIn } from '../../metering/spend/service.ts';
import { inTenantAs } from '../../security/presence/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { checkDetails, checkedBaseUrl, keepsKey, keyPlace, MOST_PROVIDERS, refuseTokens, tooMany, vendorOf, whyNotReady } from './rules.ts';
import type { Provider, ProviderDetails, Providers, TranscriptTask } from './schema.ts';
import { deleteStoredProvider, findStoredProvider, listStoredProviders, type StoredProvider, upsertProvider } from './store.ts';

const VENDORS = ['openai', 'anthropic'] as const;

function absent(): AppError {
  return new AppError('not_found', 'There is no such provider.');
}

/** What the operator has with the vendor of a provider. */
function hasOperatorAccount({ operatorAi }: Context, kind: StoredProvider['kind']): boolean {
  return kind !== 'openai_compatible' && operatorAi[kind] !== undefined;
}

/** What the audit log keeps of a provider: never its key. */
function auditState({ sealedKey, createdAt: _made, updatedAt: _changed, key: _key, ...state }: StoredProvider) {
  return { ...state, hasKey: sealedKey !== null };
}

async function showIn(context: Context, tx: TenantTx, stored: StoredProvider): Promise<Provider> {
  const { sealedKey, models, audioModels, createdAt, updatedAt, ...rest } = stored;
  const question = { provider: stored.key, vendor: vendorOf(stored.kind), mayBeOwn: stored.account === 'own' };
  const priced = await listPricesIn(context, tx, question, [...models, ...audioModels.map(({ model }) => model)]);
  const { meters } = await listSpendIn(context, tx);
  const { usedMicros, reservedMicros } = meters.get(stored.key) ?? { usedMicros: 0, reservedMicros: 0 };
  const hasAccount = stored.account === 'own' || hasOperatorAccount(context, stored.kind);
  const whyNot = whyNotReady({ ...stored, hasAccount, isPriced: priced.size > 0, usedMicros });
  return {
    ...rest,
    hasKey: sealedKey !== null,
    models: models.map((model) => {
      const found = priced.get(model);
      return { model, prices: found?.prices ?? null, priceFrom: found?.prices ? found.from : null };
    }),
    audioModels: audioModels.map(({ model, answer }) => {
      const found = priced.get(model);
      const minuteMicros = found?.minuteMicros ?? null;
      return { model, answer, minuteMicros, priceFrom: minuteMicros === null ? null : (found?.from ?? null) };
    }),
    isReady: whyNot === null,
    whyNot,
    usedMicros,
    reservedMicros,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** The tenant's providers in the order in which they are asked, with what each cost this month; never their keys. */
export async function listProviders(context: Context, actor: Actor): Promise<Providers> {
  authorize(actor, 'ai_providers.read');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const items: Provider[] = [];
    for (const one of await listStoredProviders(tx)) items.push(await showIn(context, tx, one));
    const operatorAccounts = VENDORS.filter((vendor) => context.operatorAi[vendor] !== undefined);
    return { items, nextCursor: null, month: (await listSpendIn(context, tx)).month, operatorAccounts };
  });
}

/** One provider of the actor's tenant. @throws AppError `forbidden`; `not_found`. */
export async function getProvider(context: Context, actor: Actor, key: string): Promise<Provider> {
  authorize(actor, 'ai_providers.read');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await findStoredProvider(tx, key);
    if (!found) throw absent();
    return showIn(context, tx, found);
  });
}

/** Brings a provider and the prices of its models to what the details say. */
async function putIn(context: Context, tx: TenantTx, put: { key: string; details: ProviderDetails; sealed: Buffer | undefined }) {
  const { key, details, sealed } = put;
  const before = await findStoredProvider(tx, key, 'for update');
  if (!before && (await listStoredProviders(tx)).length >= MOST_PROVIDERS) throw tooMany();
  const { apiKey: _key, models, audioModels, baseUrl, ...rest } = details;
  const target = {
    ...rest,
    transcriptTasks: [...new Set(rest.transcriptTasks)],
    baseUrl: baseUrl === null ? null : checkedBaseUrl(baseUrl),
  };
  const kept = sealed === undefined && keepsKey(before && { ...before, hasKey: before.sealedKey !== null }, target);
  const now = new Date(context.clock());
  const after: StoredProvider = {
    ...target,
    key,
    sealedKey: sealed ?? (kept && before ? before.sealedKey : null),
    models: models.map(({ model }) => model),
    audioModels: audioModels.map(({ model, answer }) => ({ model, answer })),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  await upsertProvider(tx, after);
  const ofTexts = models.flatMap(({ model, prices: own }) => (own === null ? [] : [[model, own] as const]));
  const ofAudio = audioModels.flatMap(({ model, minuteMicros }) => (minuteMicros === null ? [] : [[model, { minuteMicros }] as const]));
  await putOwnPricesIn(context, tx, key, new Map<string, Prices>([...ofTexts, ...ofAudio]));
  return { before, after };
}

/**
 * Adds a provider or replaces what is said of one; its key stays when none is given and it goes where it went before. A cap holds from the
 * next call on.
 * @throws AppError `forbidden`; `step_up_required`; `invalid_request` for details that do not go together; `conflict` beyond ten.
 */
export async function putProvider(context: Context, actor: Actor, key: string, details: ProviderDetails): Promise<Provider> {
  authorize(actor, 'ai_providers.write');
  refuseTokens(actor);
  checkDetails(details);
  const { apiKey } = details;
  const sealed = apiKey === undefined ? undefined : await sealForTenant(context, actor, keyPlace(key), Buffer.from(apiKey));
  return inTenantAs(context, actor, 'ai_providers.write', async (tx) => {
    const { before, after } = await putIn(context, tx, { key, details, sealed });
    const states = { before: before && auditState(before), after: { ...auditState(after), isKeyNew: sealed !== undefined } };
    await recordAuditIn(tx, { actor: actor.name, action: 'ai_provider.put', target: key, ...states });
    return showIn(context, tx, after);
  });
}

/** Deletes a provider and its key; what it cost stays recorded. @throws AppError `forbidden`; `step_up_required`; `not_found`. */
export async function removeProvider(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'ai_providers.write');
  await inTenantAs(context, actor, 'ai_providers.write', async (tx) => {
    const before = await findStoredProvider(tx, key, 'for update');
    if (!before) throw absent();
    await deleteStoredProvider(tx, key);
    await putOwnPricesIn(context, tx, key, new Map());
    await recordAuditIn(tx, { actor: actor.name, action: 'ai_provider.delete', target: key, before: auditState(before) });
  });
}

/** What the tenant's enabled providers may be asked of transcripts; nothing unless one of them says so. */
export async function transcriptTasksIn(tx: TenantTx): Promise<ReadonlySet<TranscriptTask>> {
  const stored = await listStoredProviders(tx);
  return new Set(stored.flatMap(({ isEnabled, transcriptTasks }) => (isEnabled ? transcriptTasks : [])));
}
