import type { Sentence } from '../adreads/sentences.ts';
import {
  ENTITY_KINDS,
  type EntityKind,
  GIVEN_NAMES,
  NO_ACRONYMS,
  NO_CODES,
  NO_ENTITIES,
  ORGANISATION_ENDS,
  PLACE_ENDS,
  PLACES,
  TITLES,
} from './entity-words.ts';
import { isSaid, spelled, type KnownSponsors } from './known-sponsors.ts';
import type { Stretch } from './spans.ts';

/** Somebody or something that is named. */
export interface Entity {
  kind: EntityKind;
  name: string;
  count: number;
  /** So many of them in ads. */
  inAds: number;
  /** Whether the tenant's catalogue has it: an advertiser's name, or a code. */
  isListed: boolean;
  /** Seconds, where it is named first. */
  start: number;
}

export interface Entities {
  /** Whether the text tells names by capital letters; where it does not, only lists and spoken addresses are left to go by. */
  hasCapitals: boolean;
  entities: Entity[];
}

const MOST_OF_A_KIND = 30;
/** Of words that begin no sentence, this share has a capital letter where writing has any at all. */
const CAPITALS_SHARE = 0.01;
const RUN = /\p{Lu}[\p{L}\p{N}'’&.-]*(?:(?: of the| of| the| de| van| von| &| and)? \p{Lu}[\p{L}\p{N}'’&.-]*){0,7}/gu;
const [HOST, ENDS, STEPS] = [
  '[a-z\\d][a-z\\d-]{0,40}(?:(?:\\.| dot )[a-z\\d-]{2,40}){0,2}',
  'com|org|net|co|io|app|fm|shop|edu|gov|tv|ai',
  '(?:(?: slash |/)[a-z\\d-]{1,40}){0,3}',
];
const ADDRESS = new RegExp(`\\b(${HOST})(?:\\.| dot )(${ENDS})\\b(${STEPS})`, 'giu');
const CODE = /\b(?:(promo|offer|discount|coupon|use|the|my|our|with) )?code,? (?:is |word )?["“']?([\p{L}\p{N}-]{3,20})/giu;
/** A shorter code of the catalogue would be heard in any talk. */
const SHORTEST_CODE = 4;
const WORKS = 'movie|film|book|novel|album|song|series|show|podcast|musical|documentary';
const WORK = new RegExp(`\\b(?:${WORKS}) (?:called|named|titled|entitled),? ["“]?(\\p{Lu}[^.,?!"”;:]{1,60})`, 'gu');
const QUOTED = /["“](\p{Lu}[\p{L}\p{N}'’& -]{2,50})["”]/gu;
const WITHIN_TITLES = /^(?:of|the|and|a|an|in|on|to|for|with)$/;
const NAMED_SELF = /\b(?:my name is|i'm) $/i;

interface Mention {
  kind: EntityKind;
  name: string;
  start: number;
  isListed?: boolean;
}

const plainWord = (word: string) =>
  word
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/'s$|[.,]+$/g, '');
const bareName = (name: string) => name.replace(/['’]s$|[.,'’&-]+$/g, '').trim();

function capitalsShare(sentences: readonly Sentence[]): number {
  let [all, capital] = [0, 0];
  for (const { text } of sentences) {
    for (const word of text.split(' ').slice(1)) {
      all += 1;
      if (/^\p{Lu}\p{Ll}/u.test(word)) capital += 1;
    }
  }
  return all === 0 ? 0 : capital / all;
}

/** A run of capital words without what is no name at its ends; undefined when nothing is left, or when only the sentence's beginning is. */
function nameOf(run: string, isFirst: boolean): string | undefined {
  const words = run.split(' ');
  let dropped = 0;
  while (words.length > 0 && NO_ENTITIES.has(plainWord(words[0]))) {
    words.shift();
    dropped += 1;
  }
  while (words.length > 0 && (NO_ENTITIES.has(plainWord(words[words.length - 1])) || /^\p{Ll}/u.test(words[words.length - 1]))) words.pop();
  if (words.length === 0 || (isFirst && dropped === 0 && words.length === 1)) return undefined;
  const name = bareName(words.join(' '));
  return name.length < 2 || name.length > 80 ? undefined : name;
}

/** What a name is of, by the words that it is made of and the one before it; undefined where they do not tell. */
function kindOf(name: string, before: string): EntityKind | undefined {
  const words = name.split(' ').map(plainWord);
  const last = words[words.length - 1];
  if (PLACES.has(words.join(' '))) return 'place';
  if (words.length > 1 && ORGANISATION_ENDS.has(last)) return 'organisation';
  if (words.length > 1 && PLACE_ENDS.has(last)) return 'place';
  if (words.length > 1 && TITLES.has(words[0])) return 'person';
  if (words.length <= 4 && words.length > 1 && GIVEN_NAMES.has(words[0])) return 'person';
  if (words.length === 1 && GIVEN_NAMES.has(last)) return 'person';
  if (/^\p{Lu}{2,6}$/u.test(name)) return NO_ACRONYMS.has(last) ? undefined : 'organisation';
  if (NAMED_SELF.test(before)) return 'person';
  return undefined;
}

function namesIn({ text, start }: Sentence): Mention[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    const parts = /^(.+?) and (.+)$/.exec(run);
    const split = parts === null ? [run] : [parts[1], parts[2]];
    return split.flatMap((piece, at): Mention[] => {
      const name = nameOf(piece, index === 0 && at === 0);
      if (name === undefined) return [];
      const kind = kindOf(name, text.slice(Math.max(0, index - 12), index));
      return kind === undefined ? [] : [{ kind, name, start }];
    });
  });
}

function worksIn({ text, start }: Sentence): Mention[] {
  return [...text.matchAll(WORK), ...text.matchAll(QUOTED)].flatMap(([, found]): Mention[] => {
    const words = found.trim().split(' ');
    // A title ends where capital letters do, but for the small words within it.
    let length = words.length;
    while (length > 0 && !/^[\p{Lu}\p{N}]/u.test(words[length - 1])) length -= 1;
    const upTo = words.findIndex((word, at) => at > 0 && !/^[\p{Lu}\p{N}]/u.test(word) && !WITHIN_TITLES.test(word));
    const name = bareName(words.slice(0, upTo < 0 ? length : Math.min(upTo, length)).join(' '));
    return name.length < 3 ? [] : [{ kind: 'work', name, start }];
  });
}

function addressesIn({ text, start }: Sentence): Mention[] {
  return [...text.matchAll(ADDRESS)].map(([, host, end, path]) => {
    const whole = `${host.replaceAll(/ dot /gi, '.')}.${end}${path.replaceAll(/ slash /gi, '/')}`;
    return { kind: 'address', name: whole.toLowerCase(), start };
  });
}

interface Sought {
  name: string;
  spelled: string;
  isListed: boolean;
}

/** Codes of the catalogue however they were written down, and others that look like codes after that word. */
function codesIn(sentence: Sentence, words: readonly string[], listed: readonly Sought[]): Mention[] {
  const { text, start } = sentence;
  const known = listed.filter((one) => isSaid(words, one.spelled));
  const others = [...text.matchAll(CODE)].flatMap(([, before, code]): Mention[] => {
    const looksLikeOne = /^(?=.*\p{Lu})[\p{Lu}\p{N}-]+$|\p{N}/u.test(code) || (before !== undefined && /^\p{Lu}/u.test(code));
    const isOfKnown = known.some((one) => one.spelled.startsWith(spelled(code)));
    if (isOfKnown || !looksLikeOne || NO_CODES.has(code.toLowerCase())) return [];
    return [{ kind: 'promo_code', name: code.toUpperCase(), start }];
  });
  return [...known.map(({ name }): Mention => ({ kind: 'promo_code', name, start, isListed: true })), ...others];
}

/** The brands that a sentence names: advertisers of the catalogue, and whom the ads are for. */
function brandsIn({ start }: Sentence, words: readonly string[], brands: readonly Sought[]): Mention[] {
  const said = brands.filter((brand) => isSaid(words, brand.spelled));
  return said.map(({ name, isListed }) => ({ kind: 'brand', name, isListed, start }));
}

function gathered(mentions: readonly Mention[], ads: readonly Stretch[]): Entity[] {
  const found = new Map<string, Entity>();
  for (const { kind, name, start, isListed = false } of mentions) {
    const key = `${kind} ${spelled(name)}`;
    const entity = found.get(key) ?? { kind, name, count: 0, inAds: 0, isListed, start };
    const isInAd = ads.some((ad) => start >= ad.start && start < ad.end);
    found.set(key, { ...entity, count: entity.count + 1, inAds: entity.inAds + (isInAd ? 1 : 0) });
  }
  return [...found.values()];
}

/** Without the given names of those who are also named in full: "Maria" beside "Maria Fuller". */
function withoutParts(entities: readonly Entity[]): Entity[] {
  const isInFull = ({ kind, name }: Entity) => kind === 'person' && name.includes(' ');
  const parts = new Set(entities.filter(isInFull).flatMap(({ name }) => name.split(' ')));
  return entities.filter((one) => one.kind !== 'person' || isInFull(one) || !parts.has(one.name));
}

/**
 * Who and what is named in sentences, by rules of our own: persons by given names and titles, organisations and places by lists and how
 * their names end, works by the words before them, brands by the catalogue and the ads, codes and addresses by how they are said. Names
 * that no rule knows are left out. Where a text has no capital letters, as some speech recognition writes, names of persons,
 * organisations, places and works are not found.
 */
export function entitiesOf(
  sentences: readonly Sentence[],
  { ads, sponsors, adSponsors }: { ads: readonly Stretch[]; sponsors: KnownSponsors; adSponsors: readonly string[] },
): Entities {
  const hasCapitals = capitalsShare(sentences) >= CAPITALS_SHARE;
  const listed = new Set(sponsors.names.map(spelled));
  const names = [...sponsors.names, ...adSponsors.filter((name) => !listed.has(spelled(name)))];
  const brands = names.map((name) => ({ name, spelled: spelled(name), isListed: listed.has(spelled(name)) }));
  const codes = sponsors.codes.map(({ code }) => ({ name: code, spelled: spelled(code), isListed: true }));
  const soughtCodes = codes.filter((code) => code.spelled.length >= SHORTEST_CODE);
  const sought = brands.filter((brand) => brand.spelled.length > 2);
  const isOther = new Set(sought.map((brand) => brand.spelled));
  const mentions = sentences.flatMap((sentence) => {
    const words = sentence.text
      .split(' ')
      .map(spelled)
      .filter((word) => word !== '');
    const named = codesIn(sentence, words, soughtCodes);
    const isPartOfCode = (name: string) => named.some((code) => spelled(code.name).startsWith(spelled(name)));
    return [
      ...(hasCapitals ? namesIn(sentence).filter(({ name }) => !isOther.has(spelled(name)) && !isPartOfCode(name)) : []),
      ...(hasCapitals ? worksIn(sentence) : []),
      ...addressesIn(sentence),
      ...named,
      ...brandsIn(sentence, words, sought),
    ];
  });
  const entities = withoutParts(gathered(mentions, ads));
  const shown = ENTITY_KINDS.flatMap((kind) =>
    entities
      .filter((one) => one.kind === kind)
      .sort((a, b) => b.count - a.count || a.start - b.start)
      .slice(0, MOST_OF_A_KIND),
  );
  return { hasCapitals, entities: shown };
}
