import type { HostEpisode } from './schema.ts';

/** One of the tenant's episodes, as far as it can be told by what a host says of it. */
export interface OwnEpisode {
  key: string;
  guid: string | null;
  title: string | null;
  publishedAt: string | null;
}

function plain(title: string | null): string {
  return (title ?? '').normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

const dayOf = (instant: string | null) => instant?.slice(0, 10) ?? '';

function theOnly(found: readonly OwnEpisode[]): string | undefined {
  return found.length === 1 ? found[0].key : undefined;
}

/**
 * Which of a show's episodes a host's is, by its guid, else by its title and the UTC day it came out, where that is one alone. By the
 * address of its file it is looked up in the catalogue before.
 */
export function sameEpisode({ guid, title, publishedAt }: HostEpisode, own: readonly OwnEpisode[]): string | undefined {
  const byGuid = guid === null ? undefined : theOnly(own.filter((one) => one.guid === guid));
  if (byGuid !== undefined || title === null || publishedAt === null) return byGuid;
  return theOnly(own.filter((one) => plain(one.title) === plain(title) && dayOf(one.publishedAt) === dayOf(publishedAt)));
}
