import { randomUUID } from 'node:crypto';
import { getWaterfall } from '../../../server/src/attribution/waterfalls/service.ts';
import type { Waterfall } from '../../../server/src/attribution/waterfalls/schema.ts';
import { takeFedEpisodesIn } from '../../../server/src/catalog/episodes/service.ts';
import { ensureShowStubsIn } from '../../../server/src/catalog/shows/service.ts';
import type { Context } from '../../../server/src/platform/context.ts';
import { inTenant } from '../../../server/src/platform/tenant-door.ts';
import type { Actor } from '../../../server/src/tenants/authorize.ts';
import { drainRequests } from '../../../server/src/tracking/counting/service.ts';
import { episodeRequestOf } from '../../../server/src/tracking/exposures/rules.ts';
import { openLog } from '../../../server/src/tracking/logs/service.ts';
import { acceptEpisodeRequests } from '../../../server/src/tracking/requests/service.ts';
import { csvOf, type FedFile, type RecordedDay, type SeenRow } from './network.ts';

const LINES_PER_BATCH = 1_000;
const SHOW = 'recorded';

/** What the pipeline made of a recorded day. */
export interface CountedDay {
  waterfall: Waterfall;
  accepted: number;
  duplicates: number;
  rejected: number;
  touchpoints: number;
}

type Sum = Pick<CountedDay, 'accepted' | 'duplicates' | 'rejected'>;

/** Gives the catalogue the show's episodes as its feed would. */
async function takeFeed(context: Context, actor: Actor, files: readonly FedFile[]): Promise<void> {
  const episodes = files.map(({ guid, url, durationSeconds, fileBytes }) => ({
    guid,
    durationSeconds,
    title: guid,
    link: undefined,
    publishedAt: undefined,
    persons: [],
    transcripts: [],
    enclosures: [{ url, type: 'audio/mpeg', bytes: fileBytes }],
  }));
  await inTenant(context.db, actor.tenantId, async (tx) => {
    await ensureShowStubsIn(tx, [SHOW]);
    await takeFedEpisodesIn(tx, { show: SHOW, persons: [], episodes }, new Date(context.clock()));
  });
}

/** What a prefix saw, as its door keeps it. */
async function takeSeen(context: Context, actor: Actor, seen: readonly SeenRow[], sum: Sum): Promise<void> {
  const publicId = 'abcdefghijkl';
  const items = seen.map(({ timestamp, ip, userAgent, method, range, file }) => {
    const headers = { 'user-agent': userAgent, ...(range === '' ? {} : { range }) };
    const request = { id: randomUUID(), receivedAt: timestamp, kind: 'prefix' as const, publicId, method, ip, headers };
    return episodeRequestOf({ ...request, target: `/e/${publicId}/${file}` }, SHOW);
  });
  for (let from = 0; from < items.length; from += LINES_PER_BATCH) {
    const batch = items.slice(from, from + LINES_PER_BATCH);
    const { accepted, rejected } = await acceptEpisodeRequests(context, actor, batch, { source: 'prefix', evidence: 'prefix_request' });
    sum.accepted += accepted;
    sum.rejected += rejected.length;
  }
}

/** Puts a host's log through reading and intake; the part after half of it twice, as files that overlap have it. */
async function takeLog(context: Context, actor: Actor, day: RecordedDay, sum: Sum): Promise<void> {
  const log = await openLog(context, actor, { format: 'auto', show: SHOW });
  const [header, ...lines] = csvOf(day);
  log.read(header);
  const sent = [...lines, ...lines.slice(Math.floor(lines.length / 2), Math.floor(lines.length * 0.6))];
  for (let from = 0; from < sent.length; from += LINES_PER_BATCH) {
    const items = sent.slice(from, from + LINES_PER_BATCH).flatMap((line) => {
      const read = log.read(line);
      return read !== undefined && 'item' in read ? [read.item] : [];
    });
    const { accepted, duplicates, rejected } = await acceptEpisodeRequests(context, actor, items, log.origin());
    sum.accepted += accepted;
    sum.duplicates += duplicates;
    sum.rejected += rejected.length;
  }
}

async function countTouchpoints(context: Context, { tenantId }: Actor): Promise<number> {
  const text = `select count(*)::integer as count from touchpoints where tenant_id = $1 and id like 'download:%'`;
  const [{ count }] = await inTenant(context.db, tenantId, (tx) => tx.query<{ count: number }>({ text, values: [tenantId] }));
  return count;
}

/**
 * Puts a recorded day through reading, intake and counting: half of what the prefix saw is counted before the host's log comes, as live
 * requests are, and the other half after it.
 */
export async function countDay(context: Context, actor: Actor, day: RecordedDay): Promise<CountedDay> {
  const sum: Sum = { accepted: 0, duplicates: 0, rejected: 0 };
  const half = Math.floor(day.seen.length / 2);
  await takeFeed(context, actor, day.catalogue);
  await takeSeen(context, actor, day.seen.slice(0, half), sum);
  await drainRequests(context, 'system', actor.tenantId);
  await takeLog(context, actor, day, sum);
  await takeSeen(context, actor, day.seen.slice(half), sum);
  await drainRequests(context, 'system', actor.tenantId);
  const touchpoints = await countTouchpoints(context, actor);
  return { ...sum, touchpoints, waterfall: await getWaterfall(context, actor, { show: SHOW }) };
}
