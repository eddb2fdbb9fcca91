import { Parser } from 'htmlparser2';
import type { Transcript } from '../episodes/schema.ts';
import type { Person } from '../shows/schema.ts';
import { bytesOf, instantOf, secondsOf, textOf, urlOf, uuidOf, withinBytes } from './fields.ts';

/** A file of an episode, as the feed names it. */
export interface FeedEnclosure {
  url: string;
  type: string | undefined;
  bytes: number | undefined;
}

export interface FeedEpisode {
  guid: string;
  title: string | undefined;
  link: string | undefined;
  publishedAt: string | undefined;
  durationSeconds: number | undefined;
  /** The file itself, then its alternates. */
  enclosures: FeedEnclosure[];
  /** Its own; none means the show's. */
  persons: Person[];
  transcripts: Transcript[];
}

/** What a feed says, checked and cut to what can be stored. */
export interface Feed {
  title: string | undefined;
  link: string | undefined;
  language: string | undefined;
  author: string | undefined;
  /** The first category of Apple Podcasts that it names. */
  category: string | undefined;
  imageUrl: string | undefined;
  podcastGuid: string | undefined;
  persons: Person[];
  /** What podcast:txt holds to prove who owns it. */
  verifications: string[];
  episodes: FeedEpisode[];
}

/** A feed that cannot be used; the message says why to whoever entered its address. */
export class FeedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FeedError';
  }
}

/** Reads a feed a part at a time, so that others have their turn between the parts of a long one. */
export interface FeedReader {
  /** @throws FeedError as soon as it is known that the feed is none. */
  write(part: string): void;
  /** @throws FeedError for a text that is no feed, or breaks off. */
  end(): Feed;
  /** How much was done so far: one for each event and each character kept. */
  work(): number;
}

type Attributes = Readonly<Record<string, string>>;

/** Where an element stands, and what it may hold that is of interest; everything else is passed over. */
interface Place {
  children?: Readonly<Record<string, Place>>;
  /** What the element's own text and attributes mean. */
  take?: (draft: Draft, text: string, attributes: Attributes) => void;
  open?: (draft: Draft, attributes: Attributes) => void;
  close?: (draft: Draft) => void;
}

interface EpisodeDraft extends Partial<Omit<FeedEpisode, 'enclosures'>> {
  persons: Person[];
  transcripts: Transcript[];
  files: FeedEnclosure[];
  alternates: FeedEnclosure[];
}

interface Draft extends Feed {
  episode: EpisodeDraft;
  /** What the sources of an alternate enclosure have in common. */
  alternate: { type: string | undefined; bytes: number | undefined };
  hasChannel: boolean;
  isWhole: boolean;
}

const MOST_DEPTH = 64;
const MOST_ATTRIBUTES = 100;
const MOST_EPISODES = 20_000;
const MOST_OF_ONE = 50;
const MOST_ENCLOSURES = 10;
/** Of an element's text; more of it than any field keeps. */
const MOST_TEXT = 8_000;
/** Of a list as JSON; less than the database takes. */
const MOST_LIST_BYTES = 60_000;

/** The namespaces that are read, by the address that stands for each; feeds are free to choose their prefix. */
const NAMESPACES: readonly [RegExp, string][] = [
  [/^https?:\/\/www\.itunes\.com\/dtds\/podcast-1\.0\.dtd$/i, 'itunes'],
  [/^https:\/\/(?:podcastindex\.org\/namespace\/1\.0|github\.com\/podcastindex-org\/podcast-namespace\/.*)$/i, 'podcast'],
];

function noEpisode(): EpisodeDraft {
  return { persons: [], transcripts: [], files: [], alternates: [] };
}

/** podcast:person; the standard's defaults are the role host in the group cast. */
function addPerson(persons: Person[], text: string, { role, group, href, img }: Attributes): void {
  const name = textOf(text, 200);
  if (name === undefined || persons.length >= MOST_OF_ONE) return;
  persons.push({
    name,
    role: textOf(role, 50)?.toLowerCase() ?? 'host',
    group: textOf(group, 50)?.toLowerCase() ?? 'cast',
    link: urlOf(href) ?? null,
    imageUrl: urlOf(img) ?? null,
  });
}

function addEnclosure(enclosures: FeedEnclosure[], address: string | undefined, terms: Pick<FeedEnclosure, 'type' | 'bytes'>): void {
  const url = urlOf(address);
  if (url !== undefined && enclosures.length < MOST_ENCLOSURES) enclosures.push({ url, ...terms });
}

function addTranscript({ transcripts }: EpisodeDraft, { url, type, language, rel }: Attributes): void {
  const address = urlOf(url);
  if (address === undefined || transcripts.length >= MOST_OF_ONE) return;
  const isCaptions = rel?.trim().toLowerCase() === 'captions';
  transcripts.push({
    url: address,
    type: textOf(type, 100)?.toLowerCase() ?? 'text/plain',
    language: textOf(language, 35) ?? null,
    isCaptions,
  });
}

/** Of items without a guid the address of the file is what stays the same; those with neither are no episodes. */
function closeEpisode(draft: Draft): void {
  const { episode, episodes } = draft;
  draft.episode = noEpisode();
  const { title, link, publishedAt, durationSeconds } = episode;
  const persons = withinBytes(episode.persons, MOST_LIST_BYTES);
  const transcripts = withinBytes(episode.transcripts, MOST_LIST_BYTES);
  const enclosures = [...episode.files, ...episode.alternates].slice(0, MOST_ENCLOSURES);
  const guid = episode.guid ?? enclosures.at(0)?.url.replace(/[?#].*/s, '');
  if (guid === undefined || enclosures.length === 0 || episodes.length >= MOST_EPISODES) return;
  episodes.push({ guid, title, link, publishedAt, durationSeconds, enclosures, persons, transcripts });
}

const ALTERNATE: Place = {
  open: (draft, { type, length }) => {
    draft.alternate = { type: textOf(type, 200), bytes: bytesOf(length) };
  },
  children: { 'podcast:source': { open: ({ episode, alternate }, { uri }) => addEnclosure(episode.alternates, uri, alternate) } },
};

const ITEM: Place = {
  close: closeEpisode,
  children: {
    title: { take: ({ episode }, text) => void (episode.title ??= textOf(text, 1_000)) },
    guid: { take: ({ episode }, text) => void (episode.guid ??= textOf(text, 2_000)) },
    link: { take: ({ episode }, text) => void (episode.link ??= urlOf(text)) },
    pubDate: { take: ({ episode }, text) => void (episode.publishedAt ??= instantOf(text)) },
    enclosure: {
      open: ({ episode }, { url, type, length }) => addEnclosure(episode.files, url, { type: textOf(type, 200), bytes: bytesOf(length) }),
    },
    'itunes:title': { take: ({ episode }, text) => void (episode.title ??= textOf(text, 1_000)) },
    'itunes:duration': { take: ({ episode }, text) => void (episode.durationSeconds ??= secondsOf(text)) },
    'podcast:person': { take: ({ episode }, text, attributes) => addPerson(episode.persons, text, attributes) },
    'podcast:transcript': { open: ({ episode }, attributes) => addTranscript(episode, attributes) },
    'podcast:alternateEnclosure': ALTERNATE,
  },
};

const CHANNEL: Place = {
  open: (draft) => {
    draft.hasChannel = true;
  },
  children: {
    item: ITEM,
    title: { take: (draft, text) => void (draft.title ??= textOf(text, 1_000)) },
    link: { take: (draft, text) => void (draft.link ??= urlOf(text)) },
    language: { take: (draft, text) => void (draft.language ??= textOf(text, 35)) },
    image: { children: { url: { take: (draft, text) => void (draft.imageUrl ??= urlOf(text)) } } },
    'itunes:image': { open: (draft, { href }) => void (draft.imageUrl = urlOf(href) ?? draft.imageUrl) },
    'itunes:category': { open: (draft, { text }) => void (draft.category ??= textOf(text ?? '', 200)) },
    'itunes:author': { take: (draft, text) => void (draft.author ??= textOf(text, 500)) },
    'podcast:guid': { take: (draft, text) => void (draft.podcastGuid ??= uuidOf(text)) },
    'podcast:person': { take: (draft, text, attributes) => addPerson(draft.persons, text, attributes) },
    'podcast:txt': {
      take: ({ verifications }, text, { purpose }) => {
        const token = textOf(text, 4_000);
        if (purpose?.trim().toLowerCase() === 'verify' && token !== undefined && verifications.length < MOST_OF_ONE)
          verifications.push(token);
      },
    },
  },
};

const DOCUMENT: Place = { children: { rss: { children: { channel: CHANNEL } } } };
const ELSEWHERE: Place = {};

/** What is wrong with a document whose outermost element is not `rss`. */
function strangerText(name: string): string {
  if (/^(?:html|head|body)$/i.test(name)) return 'The address answers with a web page, not with a feed.';
  if (/^feed$/i.test(name)) return 'This is an Atom feed; podcasts are published as RSS.';
  return 'This is no RSS feed.';
}

/** An element that is open: where it stands and what it has said so far. */
interface Open {
  place: Place;
  attributes: Attributes;
  text: string;
}

function emptyDraft(): Draft {
  return {
    title: undefined,
    link: undefined,
    language: undefined,
    author: undefined,
    category: undefined,
    imageUrl: undefined,
    podcastGuid: undefined,
    persons: [],
    verifications: [],
    episodes: [],
    episode: noEpisode(),
    alternate: { type: undefined, bytes: undefined },
    hasChannel: false,
    isWhole: false,
  };
}

function feedOf({ episode: _episode, alternate: _alternate, hasChannel, isWhole, ...feed }: Draft): Feed {
  if (!hasChannel) throw new FeedError('This is no RSS feed.');
  if (!isWhole) throw new FeedError('The feed breaks off before its end.');
  return { ...feed, persons: withinBytes(feed.persons, MOST_LIST_BYTES) };
}

/** The name of an element with the prefix that this program knows its namespace by. */
function createNaming(): { learn(attributes: Attributes): void; nameOf(name: string): string } {
  const prefixes = new Map<string, string>();
  return {
    learn(attributes) {
      for (const [name, value] of Object.entries(attributes)) {
        const known = name.startsWith('xmlns:') ? NAMESPACES.find(([address]) => address.test(value.slice(0, 200).trim())) : undefined;
        if (known && name.length < 50) prefixes.set(name.slice('xmlns:'.length), known[1]);
      }
    },
    nameOf(name) {
      const colon = name.indexOf(':');
      const known = colon > 0 && colon < 50 ? prefixes.get(name.slice(0, colon)) : undefined;
      return known === undefined ? name : `${known}:${name.slice(colon + 1)}`;
    },
  };
}

/**
 * Reads RSS 2.0 with the elements of podcasts, leniently, since feeds are as they are. A feed is hostile input: nothing it declares is
 * expanded or fetched, elements lie at most 64 deep, and what is kept of each is cut. The work is in proportion to the length, whatever
 * the text.
 */
export function createFeedReader(): FeedReader {
  const draft = emptyDraft();
  const naming = createNaming();
  const open: Open[] = [{ place: DOCUMENT, attributes: {}, text: '' }];
  let [work, attributeCount, depth] = [0, 0, 0];
  const keep = (data: string) => {
    work += 1;
    const at = open[open.length - 1];
    if (!at.place.take || at.text.length >= MOST_TEXT) return;
    const kept = data.slice(0, MOST_TEXT - at.text.length);
    work += kept.length;
    at.text += kept;
  };
  const parser = new Parser(
    {
      onopentagname() {
        [work, depth, attributeCount] = [work + 1, depth + 1, 0];
        if (depth > MOST_DEPTH) throw new FeedError(`The feed nests elements more than ${MOST_DEPTH} deep.`);
      },
      onattribute() {
        [work, attributeCount] = [work + 1, attributeCount + 1];
        if (attributeCount > MOST_ATTRIBUTES) throw new FeedError(`The feed has an element with more than ${MOST_ATTRIBUTES} attributes.`);
      },
      onopentag(rawName, attributes) {
        naming.learn(attributes);
        const { place: around } = open[open.length - 1];
        const name = naming.nameOf(rawName);
        if (around === DOCUMENT && name !== 'rss' && !draft.hasChannel) throw new FeedError(strangerText(name));
        const place = around.children && Object.hasOwn(around.children, name) ? around.children[name] : ELSEWHERE;
        place.open?.(draft, attributes);
        open.push({ place, attributes, text: '' });
      },
      ontext: keep,
      onclosetag(_name, isImplied) {
        [work, depth] = [work + 1, depth - 1];
        const closed = open.pop();
        if (!closed) return;
        closed.place.take?.(draft, closed.text, closed.attributes);
        closed.place.close?.(draft);
        if (depth === 0) draft.isWhole ||= !isImplied;
      },
    },
    { xmlMode: true },
  );
  return {
    write: (part) => parser.write(part),
    end: () => {
      parser.end();
      return feedOf(draft);
    },
    work: () => work,
  };
}
