import { describe, expect, test } from 'vitest';
import { readAnswer } from './answers.ts';

const PIECE_MS = 10_000;
const verbose = (more: object) => JSON.stringify({ task: 'transcribe', duration: 9.5, language: 'en', segments: [], text: '', ...more });
const read = (body: string, form: Parameters<typeof readAnswer>[1] = 'verbose_json') => readAnswer(body, form, PIECE_MS);

test('segments with their times, the language and the length are read of an answer with times', () => {
  const segments = [
    { id: 1, start: 4, end: 6.5, text: ' And back.', tokens: [1], avg_logprob: -0.3 },
    { id: 0, start: 0, end: 4, text: ' Hello\nthere.\u0000' },
  ];
  expect(read(verbose({ segments, duration: '9.470000267028809' }))).toEqual({
    segments: [
      { start: 0, end: 4, text: 'Hello there.' },
      { start: 4, end: 6.5, text: 'And back.' },
    ],
    timing: 'stated',
    language: 'en',
    audioMs: 9_471,
  });
  expect(read(verbose({ language: 'english' }))).toMatchObject({ segments: [], language: null });
});

test('times stay within the audio, and what lies beyond it is left out', () => {
  const segments = [
    { start: 9, end: 4_000, text: 'runs over' },
    { start: 10.5, end: 11, text: 'begins just beyond' },
    { start: 60, end: 61, text: 'invented' },
    { start: 3, end: 1, text: 'ends before it begins' },
    { start: 5, end: 6, text: '   ' },
  ];
  expect(read(verbose({ segments }))?.segments).toEqual([
    { start: 3, end: 3, text: 'ends before it begins' },
    { start: 9, end: 10, text: 'runs over' },
    { start: 10, end: 10, text: 'begins just beyond' },
  ]);
  expect(read(verbose({ duration: 86_400 }))?.audioMs).toBeUndefined();
});

describe('an answer that is not as it must be is none', () => {
  test.each([
    ['cut short', verbose({}).slice(0, 30)],
    ['a page', '<!doctype html><p>Bad gateway</p>'],
    ['without segments', JSON.stringify({ text: 'Hello.' })],
    ['with times below zero', verbose({ segments: [{ start: -1, end: 1, text: 'x' }] })],
    ['with times that are no numbers', verbose({ segments: [{ start: '0', end: 1, text: 'x' }] })],
    ['with a text that is no text', verbose({ segments: [{ start: 0, end: 1, text: {} }] })],
    ['with too many segments', verbose({ segments: Array.from({ length: 20_001 }, () => ({ start: 0, end: 1, text: 'x' })) })],
    ['with a segment that never ends', verbose({ segments: [{ start: 0, end: 1, text: 'x'.repeat(100_001) }] })],
  ])('%s', (_what, body) => expect(read(body)).toBeUndefined());

  test.each([
    ['json', 'Hello.'],
    ['vtt', '1\n00:00:01,000 --> 00:00:02,000\nHello.\n'],
    ['srt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n'],
    ['text', '<!doctype html><html><body>Bad gateway</body></html>'],
    ['text', '{"error": {"message": "no"}}'],
  ] as const)('in another form than %s', (form, body) => expect(read(body, form)).toBeUndefined());
});

test('WebVTT, SubRip and plain text are read by the same parser as files, and times of plain text are spread over the piece', () => {
  const cue = { start: 1, end: 2, text: 'Hello.' };
  expect(read('WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n', 'vtt')).toEqual({
    segments: [cue],
    timing: 'stated',
    language: null,
    audioMs: undefined,
  });
  expect(read('1\n00:00:01,000 --> 00:00:02,000\nHello.\n', 'srt')?.segments).toEqual([cue]);
  for (const [form, body] of [
    ['text', 'Hello there.\nAnd back again, my friends.'],
    ['json', JSON.stringify({ text: 'Hello there.\nAnd back again, my friends.' })],
  ] as const) {
    const heard = read(body, form);
    expect(heard?.timing).toBe('estimated');
    expect(heard?.segments.at(-1)?.end).toBeCloseTo(10, 5);
  }
});

test.each([
  ['vtt', 'WEBVTT\n'],
  ['srt', ''],
  ['text', ' \n'],
  ['json', '{"text": ""}'],
  ['verbose_json', verbose({})],
] as const)('silence is heard as nothing: %s', (form, body) => {
  expect(read(body, form)?.segments).toEqual([]);
});
