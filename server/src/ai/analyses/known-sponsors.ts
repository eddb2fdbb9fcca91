import type { AdRead } from '../adreads/rules.ts';
import type { Sentence } from '../adreads/sentences.ts';

/** Whom a tenant's ads are for, as its catalogue has it. */
export interface KnownSponsors {
  /** Names of advertisers. */
  names: readonly string[];
  /** Promo codes, and of which advertiser each is. */
  codes: readonly { code: string; name: string }[];
}

/** An ad with whom it is for, and whether that is somebody of the catalogue. */
export interface NamedAd {
  start: number;
  end: number;
  confidence: number;
  sponsor: string | null;
  isListed: boolean;
  /** A code of the catalogue that is said in it. */
  promoCode: string | null;
}

const SHORTEST_CODE = 4;

/** Letters and digits alone, as a code is spelled and as it is heard: "tech 10" is TECH10. */
export const spelled = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Whether words in a row, written together, are this code. */
export function isSaid(words: readonly string[], code: string): boolean {
  for (let from = 0; from < words.length; from += 1) {
    let joined = '';
    for (let at = from; at < words.length && joined.length < code.length; at += 1) joined += words[at];
    if (joined === code) return true;
  }
  return false;
}

/** Names the sponsors of ads by the catalogue first: by a code of theirs that is said, then by their name; else as the words tell. */
export function namedAds(ads: readonly AdRead[], sentences: readonly Sentence[], { names, codes }: KnownSponsors): NamedAd[] {
  const sought = codes.map((one) => ({ ...one, spelled: spelled(one.code) })).filter((one) => one.spelled.length >= SHORTEST_CODE);
  return ads.map(({ start, end, sponsor, confidence }) => {
    const own = sentences.filter((one) => one.start >= start && one.end <= end);
    const words = own.flatMap(({ text }) => text.split(' ').map(spelled)).filter((word) => word !== '');
    const code = sought.find((one) => isSaid(words, one.spelled));
    const name = code?.name ?? sponsor ?? null;
    const isListed = name !== null && (code !== undefined || names.includes(name));
    return { start, end, confidence, sponsor: name, isListed, promoCode: code?.code ?? null };
  });
}
