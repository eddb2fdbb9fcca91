import { fileAddressOf, findEpisodesAtIn, listEpisodes as listOwn } from '../../catalog/episodes/service.ts';
import type { Context } from '../../platform/context.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, systemActor } from '../../tenants/authorize.ts';
import { moveFiguresIn } from '../../tracking/hostfigures/service.ts';
import { type OwnEpisode, sameEpisode } from './rules.ts';
import type { HostEpisode, HostEpisodeFilter } from './schema.ts';
import { listEpisodes, listUnmapped, lockMapped, type ToldEpisode, updateMapped, upsertEpisodes } from './store.ts';

const AT_ONCE = 500;
const OWN_PER_PAGE = 200;
/** How long an episode that is none of ours is not looked for again: its feed may be read meanwhile. */
const LOOK_AGAIN_MS = 600_000;

/** Under which key a host's figures stand while its episode is none of ours. */
export function hostKeyOf(host: string, id: string): string {
  return `${host}:${id}`;
}

/** Writes down what a host tells of its episodes. */
export async function noteHostEpisodesIn(tx: TenantTx, episodes: readonly ToldEpisode[]): Promise<void> {
  if (episodes.length > 0) await upsertEpisodes(tx, episodes);
}

/**
 * Under which keys figures of these episodes of a host are put: ours where they were found, else names of the host's. None is found before
 * the transaction ends, so that figures it puts under a name of the host's are there to be moved.
 */
export async function episodeKeysIn(tx: TenantTx, host: string, ids: readonly string[]): Promise<(id: string) => string> {
  const mapped = await lockMapped(tx, host, ids);
  return (id) => mapped.get(id) ?? hostKeyOf(host, id);
}

async function ownOf(context: Context, tenantId: string, show: string): Promise<OwnEpisode[]> {
  const own: OwnEpisode[] = [];
  for (let after: { after?: string } = {}; ;) {
    const page: Page<OwnEpisode> = await listOwn(context, systemActor(tenantId), { show }, { limit: OWN_PER_PAGE, ...after });
    own.push(...page.items);
    if (page.nextCursor === null) return own;
    after = { after: Buffer.from(page.nextCursor, 'base64url').toString() };
  }
}

/** Which of ours each is; undefined for one that is none. */
async function findOwn(context: Context, tenantId: string, unmapped: readonly HostEpisode[]): Promise<(string | undefined)[]> {
  const addresses = unmapped.map(({ enclosure }) => (enclosure === null ? '' : fileAddressOf(enclosure)));
  const found = new Map<HostEpisode, string>();
  for (const [show, episodes] of Map.groupBy(unmapped, (one) => one.show)) {
    const asked = episodes.map((one) => addresses[unmapped.indexOf(one)]).filter((address) => address !== '');
    const at = await inTenant(context.db, tenantId, (tx) => findEpisodesAtIn(tx, [...new Set(asked)], show));
    const own = await ownOf(context, tenantId, show);
    for (const one of episodes) {
      const file = at.get(addresses[unmapped.indexOf(one)]);
      const key = file?.show === show ? file.key : sameEpisode(one, own);
      if (key !== undefined) found.set(one, key);
    }
  }
  return unmapped.map((one) => found.get(one));
}

/**
 * Finds which of the tenant's episodes those of its hosts are that are none yet, and moves their figures there: by the address of the file,
 * else by the guid, else by title and day. What is not found is looked for again ten minutes later; resolves with how many were found.
 */
export async function mapHostEpisodes(context: Context, _actor: 'system', tenantId: string): Promise<number> {
  const nowMs = context.clock();
  const [before, at] = [nowMs - LOOK_AGAIN_MS, nowMs].map((ms) => new Date(ms).toISOString());
  let count = 0;
  for (;;) {
    const unmapped = await inTenant(context.db, tenantId, (tx) => listUnmapped(tx, before, AT_ONCE), { readOnly: true });
    if (unmapped.length === 0) return count;
    const keys = await findOwn(context, tenantId, unmapped);
    await inTenant(context.db, tenantId, async (tx) => {
      for (const [place, one] of unmapped.entries()) {
        const key = keys[place] ?? null;
        await updateMapped(tx, one, key, at);
        if (key === null) continue;
        await moveFiguresIn(tx, { show: one.show, from: hostKeyOf(one.host, one.id), to: key });
        count += 1;
      }
    });
    if (unmapped.length < AT_ONCE) return count;
  }
}

/** No host has one in its name. */
const BETWEEN = ' ';

/** Episodes as the tenant's hosts name them, and which of the tenant's they are, by host and id. @throws AppError `forbidden`. */
export async function listHostEpisodes(
  context: Context,
  actor: Actor,
  filter: HostEpisodeFilter,
  page: PageRequest,
): Promise<Page<HostEpisode>> {
  authorize(actor, 'catalog.read');
  const cut = page.after?.indexOf(BETWEEN) ?? -1;
  if (page.after !== undefined && cut < 0) throw strayCursor();
  const after = page.after === undefined ? undefined : { host: page.after.slice(0, cut), id: page.after.slice(cut + 1) };
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listEpisodes(tx, filter, after, page.limit + 1));
  return pageOf(rows, page.limit, (one) => one.host + BETWEEN + one.id);
}
