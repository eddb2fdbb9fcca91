import { requirePlainKeysIn } from '../naming/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { randomBase62, randomBelow } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { createGate, type Gate } from '../../platform/gate.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { answerBeforeIn, onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { type EpisodeChanges, takeFedEpisodesIn } from '../episodes/service.ts';
import { findNewestAt } from '../episodes/store.ts';
import { noteFedTranscriptsIn, setImportsIn } from '../fed-transcripts/service.ts';
import { type FeedAnswer, fetchFeed } from '../feedfetch/service.ts';
import { createPublicIdIn } from '../publicids/service.ts';
import { Show } from '../shows/schema.ts';
import { getShowIn, putShowNameIn } from '../shows/service.ts';
import { clearShowFeed, findShowByFeed, listKeysLike, updateShowFacts, upsertShowFeed } from '../shows/store.ts';
import { derivedGuid, freeKey, nextPause, plainUrl, auditedAddress } from './rules.ts';
import type { NewShow, ShowChange } from './schema.ts';
import { countFeeds, deleteFeed, findToken, hasFeed, insertToken, lockFollowing, replaceFeed, updateRead } from './store.ts';

const MOST_FEEDS = 2_000;
const TOKEN_LENGTH = 32;

/** A feed that could be read. */
export type Read = Extract<FeedAnswer, { kind: 'read' }>;

/** One feed at a time for each tenant, and few in all, since each may take 32 MiB and half a minute. */
const gate = createGate({ perOwner: 1, inAll: 6 });

/** Through which everything goes that reads a feed, by tenant. */
export function feedGate(): Gate {
  return gate;
}

/** A share of a pause that is left to chance: from 0 to below 1. */
export function chance(): number {
  return randomBelow(1_000) / 1_000;
}

/** What the owner of a show puts into its feed: one token for all feeds of a tenant, made with the first. */
async function ensureTokenIn(tx: TenantTx): Promise<string> {
  const found = await findToken(tx);
  if (found !== undefined) return found;
  const token = `earshot-${randomBase62(TOKEN_LENGTH)}`;
  await insertToken(tx, token);
  return token;
}

/** Writes down what a feed says of its show and episodes, and when it is read next; tells what is new. */
export async function takeReadIn(
  context: Context,
  tx: TenantTx,
  show: string,
  answer: Read,
): Promise<EpisodeChanges & { isNews: boolean }> {
  const { feed, url } = answer;
  const at = new Date(context.clock());
  const token = await findToken(tx);
  const { title, podcastGuid, author, category, link, imageUrl, language, persons, verifications } = feed;
  const isVerified = token !== undefined && verifications.some((text) => text.split(/[\s=]+/).includes(token));
  const facts = { title, podcastGuid, derivedGuid: derivedGuid(url), author, category, link, imageUrl, language, persons, isVerified, at };
  const isOtherwise = await updateShowFacts(tx, show, facts);
  const changes = await takeFedEpisodesIn(tx, { show, persons, episodes: feed.episodes }, at);
  await noteFedTranscriptsIn(tx, show, at);
  const isNews = isOtherwise || changes.added + changes.changed + changes.dropped > 0;
  const content = { etag: answer.etag, lastModified: answer.lastModified, hash: answer.contentHash, isNews };
  await updateRead(tx, show, { at, dueAt: await nextDueIn(context, tx, show, answer.freshSeconds), content });
  return { ...changes, isNews };
}

/** When a feed that could be read is read next. */
export async function nextDueIn(context: Context, tx: TenantTx, show: string, freshSeconds: number | undefined): Promise<Date> {
  const nowMs = context.clock();
  const newest = await findNewestAt(tx, show);
  return new Date(nowMs + 1_000 * nextPause(newest?.getTime(), nowMs, { freshSeconds, chance: chance() }));
}

/** Reads a feed that somebody entered. @throws AppError `invalid_request` that says why it cannot be read. */
async function readEntered(context: Context, tenantId: string, url: string): Promise<Read> {
  const answer = await gate.run(tenantId, () => fetchFeed(context, 'system', { url }));
  if (answer.kind === 'read') return answer;
  throw invalid('/feedUrl', answer.kind === 'failed' ? answer.problem : 'The host says that this feed is gone for good (410).');
}

/** @throws AppError `conflict` when another show of the tenant reads this feed. */
async function refuseTwiceIn(tx: TenantTx, urls: string[], key: string | undefined): Promise<void> {
  const other = await findShowByFeed(tx, urls);
  if (other !== undefined && other !== key) throw new AppError('conflict', `The show "${other}" reads this feed already.`);
}

async function beginReadingIn(context: Context, tx: TenantTx, key: string, answer: Read): Promise<void> {
  await ensureTokenIn(tx);
  await upsertShowFeed(tx, { key, feedUrl: answer.url });
  await replaceFeed(tx, key, new Date(context.clock()));
  await createPublicIdIn(tx, 'prefix', key);
  await takeReadIn(context, tx, key, answer);
}

async function followIn(context: Context, tx: TenantTx, actor: Actor, input: NewShow & { answer: Read }): Promise<Show> {
  const { feedUrl, answer } = input;
  await lockFollowing(tx);
  await refuseTwiceIn(tx, [feedUrl, answer.url], undefined);
  if ((await countFeeds(tx)) >= MOST_FEEDS)
    throw new AppError('conflict', `A tenant reads at most ${MOST_FEEDS.toLocaleString('en')} feeds.`);
  const start = freeKey(answer.feed.title, new Set());
  await requirePlainKeysIn(tx, [{ pointer: '/key', key: input.key ?? null, of: 'show' }]);
  const key = input.key ?? freeKey(answer.feed.title, new Set(await listKeysLike(tx, start)));
  if (await hasFeed(tx, key)) throw new AppError('conflict', `The show "${key}" has a feed already; change its feedUrl instead.`);
  await beginReadingIn(context, tx, key, answer);
  await recordAuditIn(tx, { actor: actor.name, action: 'show.follow', target: key, after: { feedUrl: auditedAddress(answer.url) } });
  return getShowIn(context, tx, key);
}

/**
 * Makes a show from the address of its RSS feed, or completes a stub: reads the feed now, stores what it says of the show and its episodes,
 * and reads it again from time to time. Where the address redirects for good, the new one is kept.
 * @throws AppError `forbidden`; `invalid_request` when the feed cannot be read; `conflict` when another show reads it, this one has another
 * feed, or the tenant has 2,000; what `onceIn` throws.
 */
export async function followShow(context: Context, actor: Actor, input: NewShow, idempotencyKey?: string): Promise<Show> {
  authorize(actor, 'catalog.write');
  const feedUrl = plainUrl(input.feedUrl);
  const follow = (tx: TenantTx, answer: Read) => followIn(context, tx, actor, { ...input, feedUrl, answer });
  if (idempotencyKey === undefined) {
    const answer = await readEntered(context, actor.tenantId, feedUrl);
    return inTenant(context.db, actor.tenantId, (tx) => follow(tx, answer));
  }
  const request = { principal: actor.name, route: 'POST /shows', key: idempotencyKey, body: input, answer: Show };
  const done = await inTenant(context.db, actor.tenantId, (tx) => answerBeforeIn(context, tx, request));
  if (done) return done;
  const answer = await readEntered(context, actor.tenantId, feedUrl);
  return inTenant(context.db, actor.tenantId, (tx) => onceIn(context, tx, request, () => follow(tx, answer)));
}

/**
 * Changes what a show is called, where its feed is, or whether the transcripts that it names are kept. A new address is read at once;
 * without one the feed is read no more, and what it said stays.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` when the feed cannot be read; `conflict` when another show reads it.
 */
export async function changeShow(context: Context, actor: Actor, key: string, change: ShowChange): Promise<Show> {
  authorize(actor, 'catalog.write');
  const { name, feedUrl, importsTranscripts } = change;
  const before = await inTenant(context.db, actor.tenantId, (tx) => getShowIn(context, tx, key));
  const url = typeof feedUrl === 'string' ? plainUrl(feedUrl) : undefined;
  const answer = url === undefined || url === before.feedUrl ? undefined : await readEntered(context, actor.tenantId, url);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await lockFollowing(tx);
    if (name !== undefined) await putShowNameIn(tx, key, name);
    if (feedUrl === null) {
      await clearShowFeed(tx, key);
      await deleteFeed(tx, key);
    }
    if (answer) {
      await refuseTwiceIn(tx, [answer.url], key);
      await beginReadingIn(context, tx, key, answer);
    }
    const at = new Date(context.clock());
    if (importsTranscripts !== undefined) await setImportsIn(tx, key, { isOn: importsTranscripts, at });
    const after = { ...change, ...(url === undefined ? {} : { feedUrl: auditedAddress(answer?.url ?? url) }) };
    await recordAuditIn(tx, { actor: actor.name, action: 'show.change', target: key, after });
    return getShowIn(context, tx, key);
  });
}
