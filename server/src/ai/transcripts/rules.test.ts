import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatOf, parseTranscript } from './rules.ts';

const SAID = [
  { start: 0.5, end: 2, text: 'Hello & welcome.', speaker: 'Ann Lee' },
  { start: 2, end: 4.25, text: 'Two lines of one cue.', speaker: 'Bob' },
  { start: 3_600, end: 3_602, text: 'An hour later.', speaker: 'Ann Lee' },
];

const VTT = `WEBVTT - a title
Kind: captions

NOTE
This is --> not a cue
nor this

STYLE
::cue { color: red }

first
00:00.500 --> 00:02.000 align:start
<v Ann Lee>Hello &amp; <i>welcome</i>.</v>

00:02.000 --> 00:04.250
<v.loud Bob>Two lines
of one <00:00:03.000>cue.

01:00:00.000 --> 01:00:02.000
<v Ann Lee>An hour later.
`;

const SRT = `1
00:00:00,500 --> 00:00:02,000
Ann Lee: Hello & <i>welcome</i>.

2
00:00:02,000 --> 00:00:04,250
Bob: Two lines
of one cue.

3
01:00:00,000 --> 01:00:02,000
Ann Lee: An hour later.
`;

const JSON_TEXT = JSON.stringify({
  version: '1.0.0',
  segments: SAID.map(({ start, end, text, speaker }) => ({ speaker, startTime: start, endTime: end, body: text })),
});

const HTML = `<!doctype html><html><head><style>p { color: red }</style></head><body>
<cite>Ann Lee:</cite><time>0:00.5</time><p>Hello &amp; <b>welcome</b>.</p>
<cite>Bob:</cite><time>0:02</time><p>Two lines<br/>of one cue.</p></body></html>`;

describe('a transcript', () => {
  test.each([
    ['vtt', VTT],
    ['srt', SRT],
    ['json', JSON_TEXT],
  ])('is the same in every form that states its times: %s', (format, text) => {
    const forms = [text, `\uFEFF${text}`, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r')];
    for (const form of forms) expect(parseTranscript(form)).toEqual({ format, segments: SAID, timing: 'stated', warnings: [] });
  });

  test('is read from a page by its names and times', () => {
    const { format, segments, timing } = parseTranscript(HTML);
    expect({ format, timing }).toEqual({ format: 'html', timing: 'stated' });
    expect(segments.map(({ start, speaker, text }) => [start, speaker, text])).toEqual([
      [0.5, 'Ann Lee', 'Hello & welcome.'],
      [2, 'Bob', 'Two lines of one cue.'],
    ]);
  });

  test('is read from a page whose letters change their length in small', () => {
    const { segments } = parseTranscript('<P>İİİİstanbul.</P><p>Two.</p><SCRIPT>alert(1)</SCRIPT><p>Three.</p>');
    expect(segments.map(({ text }) => text)).toEqual(['İİİİstanbul.', 'Two.', 'Three.']);
  });

  test('is read from plain text, with times that are estimated and said to be', () => {
    const { segments, timing } = parseTranscript('Ann: one two three four five six\n\nseven eight nine ten eleven\n');
    expect(timing).toBe('estimated');
    expect(segments.map(({ text, speaker }) => [text, speaker])).toEqual([
      ['one two three four five six', 'Ann'],
      ['seven eight nine ten eleven', undefined],
    ]);
    expect(segments[0].end).toBeCloseTo(6 / 2.75, 6);
    expect(segments[1].start).toBe(segments[0].end);
  });

  test('is read from plain text with the times it states', () => {
    const { segments, timing } = parseTranscript('[00:10] Ann: one\n[1:02:03] two');
    expect({ timing, starts: segments.map(({ start }) => start) }).toEqual({ timing: 'stated', starts: [10, 3_723] });
  });

  test.each([
    ['dots in SubRip', '1\n00:00:01.000 --> 00:00:02.500\nHi.\n', 1, 2.5],
    ['no hours', '1\n00:01,000 --> 00:02,500\nHi.\n', 1, 2.5],
    ['no numbers', '00:00:01,000 --> 00:00:02,500\nHi.\n', 1, 2.5],
    ['no fractions', '1\n00:00:01 --> 00:00:02\nHi.\n', 1, 2],
    ['settings', 'WEBVTT\n\n00:01.000 --> 00:02.500 line:0 position:20%\nHi.\n', 1, 2.5],
    ['more than a day', '1\n30:00:00,000 --> 30:00:01,000\nHi.\n', 108_000, 108_001],
  ])('is read with %s', (_what, text, start, end) => {
    expect(parseTranscript(text).segments).toEqual([{ start, end, text: 'Hi.' }]);
  });

  test('keeps the good cues beside a bad one, which it names', () => {
    const bad = SRT.replace('00:00:02,000 --> 00:00:04,250', '00:00:99,000 --> what');
    const { segments, warnings } = parseTranscript(bad);
    expect(segments).toEqual([SAID[0], SAID[2]]);
    expect(warnings).toEqual(['line 6: the cue is passed over, since its times cannot be read']);
    const backwards = SRT.replace('00:00:02,000 --> 00:00:04,250', '00:00:04,250 --> 00:00:02,000');
    expect(parseTranscript(backwards).warnings).toEqual(['line 6: the cue is passed over, since it ends before it starts']);
  });

  test('names at most 100 bad cues', () => {
    const { warnings } = parseTranscript(`WEBVTT\n\n00:01.000 --> 00:02.000\nHi.\n${'\nx --> y\nno\n'.repeat(500)}`);
    expect(warnings).toHaveLength(100);
    expect(warnings.at(-1)).toBe('and 401 more like these');
  });

  test('keeps empty lines and numbers inside a text of SubRip', () => {
    const { segments } = parseTranscript(
      '1\n00:00:01,000 --> 00:00:02,000\nWe had\n\n42\nguests.\n\n2\n00:00:03,000 --> 00:00:04,000\nBye.\n',
    );
    expect(segments.map(({ text }) => text)).toEqual(['We had 42 guests.', 'Bye.']);
  });

  test('leaves what is no tag of a transcript as the text it is', () => {
    const { segments } = parseTranscript('WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script> 3 < 4 &unknown; &#x1f600;\n');
    expect(segments[0].text).toBe('<script>alert(1)</script> 3 < 4 &unknown; \u{1f600}');
  });

  test('orders segments by their start', () => {
    const { segments } = parseTranscript('[{"start":5,"end":6,"text":"b"},{"start":"00:01","end":2,"text":"a"}]');
    expect(segments.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test.each([
    ['\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR', 'This is no text'],
    ['', 'Nothing was said'],
    ['WEBVTT\n\n', 'Nothing was said'],
    ['{"segments":[', 'begins like JSON and cannot be read'],
    ['{"a":1}', 'holds no list of segments'],
    ['[{"text":"no time"}]', 'segment 0: it is passed over, since its times cannot be read'],
    ['é'.repeat(25_000_001), 'longer than 50 MB'],
  ])('is refused with the reason: %.20s', (text, reason) => {
    expect(() => parseTranscript(text)).toThrow(reason);
  });

  test.each([
    ['text', 'a\n'],
    ['vtt', 'WEBVTT\n\n', '-->\r'],
    ['html', '<p>', 'a<b>'],
    ['json', '[', '{},'],
    ['json', '[{', '[['],
  ])('of more pieces than any episode has is refused before it is taken apart: %s', (_, start, piece = start) => {
    expect(() => parseTranscript(start + piece.repeat(1_500_001))).toThrow('more than 1,500,000 lines, tags or objects');
  });

  test('never fails otherwise, and always answers segments in order', () => {
    const pieces = fc.constantFrom(
      'WEBVTT',
      '\n',
      '\n\n',
      '-->',
      '00:01',
      '00:02.5',
      ' ',
      '<v A>',
      '<',
      '>',
      '&amp;',
      '&#',
      '[',
      '{"',
      '1',
      'Ann: ',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }), (parts) => {
        try {
          const { segments } = parseTranscript(parts.join(''));
          segments.forEach(({ start, end }, place) => {
            expect(end).toBeGreaterThanOrEqual(start);
            if (place > 0) expect(start).toBeGreaterThanOrEqual(segments[place - 1].start);
          });
        } catch (error) {
          expect(String(error)).toMatch(/^AppError/);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is told apart by its beginning', () => {
    expect([VTT, SRT, JSON_TEXT, HTML, 'Hello [there]'].map((text) => formatOf(text))).toEqual(['vtt', 'srt', 'json', 'html', 'text']);
  });
});
