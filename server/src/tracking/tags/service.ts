import { ensureCampaignStubsIn } from '../../catalog/campaigns/service.ts';
import { claimKeyIn } from '../../catalog/naming/service.ts';
import { createPublicIdIn, findPublicIdsIn, removePublicIdIn } from '../../catalog/publicids/service.ts';
import { ensureShowStubsIn } from '../../catalog/shows/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { dropsUnknownConsent } from '../../tenants/standing/service.ts';
import { markPathsIn } from '../vanityvisits/service.ts';
import { buildSnippet } from './rules.ts';
import type { SiteTag, SiteTagDetails } from './schema.ts';
import { countOtherTags, deleteTag, findTag, listTags as listRows, type StoredTag, updateReceived, upsertTag } from './store.ts';

const MOST_TAGS = 100;

export type { StoredTag };

/** Shows stored tags to people, each with its public id and the snippet that this tenant's pages need. */
async function shownIn(context: Context, tx: TenantTx, tags: readonly StoredTag[], dropsUnknown: boolean): Promise<SiteTag[]> {
  const keys = tags.map(({ key }) => key);
  const publicIds = await findPublicIdsIn(tx, 'tag', keys);
  return tags.map((tag) => {
    const publicId = publicIds.get(tag.key) ?? '';
    return { ...tag, publicId, snippet: buildSnippet({ publicUrl: context.publicUrl, publicId, clickDays: tag.clickDays, dropsUnknown }) };
  });
}

/** The tenant's site tags, by key. @throws AppError `forbidden`. */
export async function listSiteTags(context: Context, actor: Actor, page: PageRequest): Promise<Page<SiteTag>> {
  authorize(actor, 'tags.read');
  const dropsUnknown = await dropsUnknownConsent(context, 'system', actor.tenantId);
  const tags = await inTenant(context.db, actor.tenantId, async (tx) =>
    shownIn(context, tx, await listRows(tx, page.after ?? '', page.limit + 1), dropsUnknown),
  );
  return pageOf(tags, page.limit, ({ key }) => key);
}

/** One site tag. @throws AppError `forbidden`; `not_found`. */
export async function getSiteTag(context: Context, actor: Actor, key: string): Promise<SiteTag> {
  authorize(actor, 'tags.read');
  const dropsUnknown = await dropsUnknownConsent(context, 'system', actor.tenantId);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await findTag(tx, key);
    if (!found) throw absent();
    const [tag] = await shownIn(context, tx, [found], dropsUnknown);
    return tag;
  });
}

function absent(): AppError {
  return new AppError('not_found', 'There is no such site tag.');
}

async function putAs(context: Context, actor: Actor, put: { key: string; details: SiteTagDetails }, isNew: boolean): Promise<SiteTag> {
  authorize(actor, 'tags.write');
  const { key, details } = put;
  const dropsUnknown = await dropsUnknownConsent(context, 'system', actor.tenantId);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await claimKeyIn(tx, { noun: 'site tag', key, isNew, isTaken: async () => (await findTag(tx, key)) !== undefined });
    if ((await countOtherTags(tx, key)) >= MOST_TAGS)
      throw new AppError('conflict', `A tenant has at most ${MOST_TAGS} site tags; delete one first.`);
    await ensureCampaignStubsIn(tx, [...new Set(details.paths.map(({ campaign }) => campaign))]);
    await ensureShowStubsIn(tx, new Set(details.paths.flatMap(({ show }) => show ?? [])));
    const before = await findTag(tx, key);
    const stored = await upsertTag(tx, key, details);
    await markPathsIn(tx, key, { before: before?.paths ?? [], after: details.paths });
    await createPublicIdIn(tx, 'tag', key);
    await recordAuditIn(tx, { actor: actor.name, action: 'site_tag.put', target: key, after: { ...details } });
    const [tag] = await shownIn(context, tx, [stored], dropsUnknown);
    return tag;
  });
}

/**
 * Creates a site tag or replaces its terms; its public id stays. Campaigns and shows that its vanity paths name and that are unknown become
 * stubs. What its pages send from now on is judged by the new sites; visits that began at a path that means something else by now are told
 * anew, earlier ones too.
 * @throws AppError `forbidden`; `conflict` when the tenant has 100 others already.
 */
export async function putSiteTag(context: Context, actor: Actor, key: string, details: SiteTagDetails): Promise<SiteTag> {
  return putAs(context, actor, { key, details }, false);
}

/** Like `putSiteTag`, for a key that no tag has. @throws AppError `forbidden`; `conflict`; `precondition_failed`. */
export async function createSiteTag(context: Context, actor: Actor, key: string, details: SiteTagDetails): Promise<SiteTag> {
  return putAs(context, actor, { key, details }, true);
}

/** Deletes a site tag: what pages send under its public id is not taken any more. @throws AppError `forbidden`; `not_found`. */
export async function deleteSiteTag(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'tags.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await deleteTag(tx, key))) throw absent();
    await removePublicIdIn(tx, 'tag', key);
    await recordAuditIn(tx, { actor: actor.name, action: 'site_tag.delete', target: key });
  });
}

/** Notes that these tags brought something that was taken; to ten seconds. */
export async function noteTagsReceivedIn(tx: TenantTx, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await updateReceived(tx, keys);
}

/** One site tag as it is stored; undefined when the tenant has none of this key. */
export async function findSiteTagIn(tx: TenantTx, key: string): Promise<StoredTag | undefined> {
  return findTag(tx, key);
}
