import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFeedReader, type Feed, FeedError } from './reader.ts';

const ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"';
const PODCAST = 'xmlns:podcast="https://podcastindex.org/namespace/1.0"';
const rss = (channel: string, more = `${ITUNES} ${PODCAST}`) => `<rss version="2.0" ${more}><channel>${channel}</channel></rss>`;
const file = '<enclosure url="https://media.example/1.mp3" length="5" type="audio/mpeg"/>';

/** Reads a feed in parts of this length. */
function read(text: string, partLength = 64 * 1024): { feed: Feed; work: number } {
  const reader = createFeedReader();
  for (let start = 0; start < text.length; start += partLength) reader.write(text.slice(start, start + partLength));
  const feed = reader.end();
  return { feed, work: reader.work() };
}

/** Reads a text that may be no feed; how much was done is told in any case. */
function tryRead(text: string, partLength?: number): { feed?: Feed; problem?: string; work: number } {
  const reader = createFeedReader();
  try {
    for (let start = 0; start < text.length; start += partLength ?? text.length)
      reader.write(text.slice(start, start + (partLength ?? text.length)));
    return { feed: reader.end(), work: reader.work() };
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    return { problem: error.message, work: reader.work() };
  }
}

describe('a feed', () => {
  test('says the same in parts of any length', () => {
    const text = rss(
      `<title>A &amp; B &#233; <![CDATA[<c>]]></title><podcast:person role="guest">P</podcast:person>
       <item><guid>g</guid><title>T</title>${file}<podcast:transcript url="https://a.example/t.srt" type="application/srt"/></item>`,
    );
    const whole = read(text).feed;
    expect(whole).toMatchObject({ title: 'A & B é <c>', persons: [{ name: 'P' }], episodes: [{ guid: 'g', title: 'T' }] });
    for (const length of [1, 2, 3, 7, 100]) expect(read(text, length).feed).toEqual(whole);
  });

  test('is read by its namespaces, whatever prefixes it has for them', () => {
    const namespace = 'https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md';
    const more = `xmlns:it="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:p="${namespace}"`;
    const { feed } = read(
      rss(`<it:author>A</it:author><p:txt purpose="verify">token</p:txt><item>${file}<it:duration>1:00</it:duration></item>`, more),
    );
    expect(feed).toMatchObject({ author: 'A', verifications: ['token'], episodes: [{ durationSeconds: 60 }] });
  });

  test('has an episode by the address of its file where it names no guid, and none without a file', () => {
    const items = `<item><enclosure url="https://media.example/1.mp3?token=1" type="audio/mpeg"/></item><item><guid>text</guid></item>`;
    expect(read(rss(items)).feed.episodes.map(({ guid }) => guid)).toEqual(['https://media.example/1.mp3']);
  });

  test('keeps what its items say apart, and what stands elsewhere out', () => {
    const text = rss(
      `<image><title>Image</title><url>https://a.example/i.jpg</url></image><title>Show</title>
       <podcast:liveItem><guid>live</guid><title>Live</title>${file}</podcast:liveItem>
       <item><title>One</title><title>Two</title><guid>1</guid>${file}<x><title>X</title></x></item><item><guid>2</guid>${file}</item>`,
    );
    expect(read(text).feed).toMatchObject({
      title: 'Show',
      imageUrl: 'https://a.example/i.jpg',
      episodes: [
        { guid: '1', title: 'One' },
        { guid: '2', title: undefined },
      ],
    });
  });

  test('is read as well as can be where it is not well formed', () => {
    const text = rss(`<title>Rock & Roll &nbsp; <br>more</title><item><guid>1</guid>${file}<description><p>a<b>c</p></description></item>`);
    expect(read(text).feed).toMatchObject({ title: 'Rock & Roll &nbsp;', episodes: [{ guid: '1' }] });
  });

  test.each([
    ['a web page', '<!DOCTYPE html><html><head></head></html>', 'The address answers with a web page, not with a feed.'],
    ['an Atom feed', '<feed xmlns="http://www.w3.org/2005/Atom"/>', 'This is an Atom feed; podcasts are published as RSS.'],
    ['another document', '<opml/>', 'This is no RSS feed.'],
    ['a text', 'hello', 'This is no RSS feed.'],
    ['nothing', '', 'This is no RSS feed.'],
    ['RSS without a channel', '<rss/>', 'This is no RSS feed.'],
    ['one that breaks off', rss(`<item>${file}</item>`).slice(0, -3), 'The feed breaks off before its end.'],
  ])('is not %s', (_, text, problem) => {
    expect(tryRead(text).problem).toBe(problem);
  });
});

describe('a hostile feed', () => {
  test('expands nothing that it declares: a billion laughs are as many letters as were sent', () => {
    const entities = Array.from({ length: 10 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join('');
    const declared = `<!DOCTYPE rss [<!ENTITY l0 "ha"><!ENTITY file SYSTEM "file:///etc/passwd">${entities}]>`;
    const text = declared + rss('<title>&l10;&file;</title>');
    const { feed, work } = read(text);
    expect(feed.title).toBe('&l10;&file;');
    expect(work).toBeLessThan(text.length);
  });

  test.each([
    ['a hundred thousand nested elements', rss('<a>'.repeat(100_000))],
    ['a hundred thousand nested items', rss('<item>'.repeat(100_000))],
    ['a hundred thousand attributes', rss(`<a ${Array.from({ length: 100_000 }, (_, place) => `a${place}="1"`).join(' ')}/>`)],
  ])('is refused early for %s', (_, text) => {
    const { problem, work } = tryRead(text);
    expect(problem).toMatch(/^The feed (nests elements|has an element with) more than \d+ (deep|attributes)\.$/);
    expect(work).toBeLessThan(1_000);
  });

  test('fills no list beyond its limit', () => {
    const one = `<podcast:person href="https://a.example/${'x'.repeat(1_900)}">${'ü'.repeat(300)}</podcast:person>`;
    const transcript = `<podcast:transcript url="https://a.example/${'x'.repeat(1_900)}"/>`;
    const { feed } = read(
      rss(`${one.repeat(500)}<item>${file.repeat(500)}${transcript.repeat(500)}</item>${`<item>${file}</item>`.repeat(25_000)}`),
    );
    expect(feed.persons.length).toBeLessThanOrEqual(50);
    expect(Buffer.byteLength(JSON.stringify(feed.persons))).toBeLessThan(65_536);
    expect(Buffer.byteLength(JSON.stringify(feed.episodes[0].transcripts))).toBeLessThan(65_536);
    expect(feed.episodes[0].enclosures).toHaveLength(10);
    expect(feed.episodes).toHaveLength(20_000);
  });

  test('leaves nothing in a prototype', () => {
    const { feed } = read(
      rss('<__proto__/><constructor><title>x</title></constructor><podcast:person __proto__="x" constructor="y">P</podcast:person>'),
    );
    expect(feed.persons).toEqual([{ name: 'P', role: 'host', group: 'cast', link: null, imageUrl: null }]);
  });
});

const name = fc.constantFrom(
  'rss',
  'channel',
  'item',
  'title',
  'guid',
  'enclosure',
  'itunes:duration',
  'podcast:person',
  'podcast:txt',
  'x',
  '',
);
const piece = fc.oneof(
  name.map((one) => `<${one}>`),
  name.map((one) => `</${one}>`),
  name.map((one) => `<${one} url="https://a.example/1" length='9' purpose=verify href `),
  fc.constantFrom(
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?xml',
    '?>',
    '<!DOCTYPE a [',
    '&',
    '&amp;',
    '&#0;',
    '&#xD800;',
    '&#x110000;',
    '"',
    "'",
    '/>',
    '\0',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

describe('any text at all', () => {
  test('is a feed or is none, and says the same in parts, with no more work than it has letters', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), fc.boolean(), fc.integer({ min: 1, max: 50 }), (pieces, isInside, partLength) => {
        const text = isInside ? rss(pieces.join('')) : pieces.join('');
        const whole = tryRead(text);
        const inParts = tryRead(text, partLength);
        expect(inParts.feed).toEqual(whole.feed);
        expect(inParts.problem).toBe(whole.problem);
        expect(whole.work).toBeLessThanOrEqual(2 * text.length + 10);
        expect(JSON.stringify(whole.feed ?? {}).length).toBeLessThan(10 * text.length + 1_000);
      }),
      { numRuns: 1_000 },
    );
  });

  test('costs in proportion to its length, whatever is repeated in it', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const unit = pieces.join('');
        const of = (count: number) => tryRead(rss(unit.repeat(count)), 1_000).work;
        expect(of(400)).toBeLessThanOrEqual(4 * of(100) + 200);
      }),
    );
  });
});
