import { expect, test } from 'vitest';
import { candidatesOf } from './candidates.ts';

const named = (url: string, type: string, language: string | null = null) => ({ url, type, language, isCaptions: false });
const PAGE = named('https://a.example/1', 'text/html', 'en');
const VTT = named('https://a.example/2', 'text/vtt', 'de');
const BY_NAME = named('https://a.example/3.srt?signed=1', 'text/plain', 'en-GB');
const JSON_ONE = named('https://a.example/4', 'application/json');

test('of the transcripts of a feed those are asked for first that have times, by their type or the name of the file, three at most', () => {
  expect(candidatesOf([PAGE, JSON_ONE, BY_NAME, VTT])).toEqual([VTT, BY_NAME, JSON_ONE]);
});

test('of the transcripts of a feed only those in the wanted language are asked for, in any of its regions', () => {
  expect(candidatesOf([PAGE, JSON_ONE, BY_NAME, VTT], 'EN')).toEqual([BY_NAME, PAGE]);
  expect(candidatesOf([PAGE, VTT], 'fr')).toEqual([]);
});
