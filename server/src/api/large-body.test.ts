import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../test/world.ts';
import { readLargeBody } from './large-body.ts';

const read = (text: string) => readLargeBody(Buffer.from(text));

describe('a large body', () => {
  test('is an object of texts and numbers, read as strictly as any other', () => {
    expect(read('{"a":"x","b":1,"c":null,"d":true}')).toEqual({
      members: [
        ['a', 'x'],
        ['b', 1],
        ['c', null],
        ['d', true],
      ],
    });
    expect(read('{"a":1,"a":2}')).toEqual({ refusal: expect.stringContaining('stands twice') });
    expect(read('{"a":')).toEqual({ refusal: expect.any(String) });
  });

  test.each(['[1]', '"a"', 'null', '{"a":[]}', '{"a":{}}'])('is refused when it is or holds a list or an object: %s', (text) => {
    expect(read(text)).toEqual({ refusal: expect.stringContaining('4 MiB') });
  });
});

describe('a transcript of more than 4 MiB', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());
  const post = (body: object) => world.send('POST', '/ai/transcripts', { body });

  test('is taken as it was sent', async () => {
    const text = 'It was said again and again. '.repeat(170_000);
    const { status, json } = await post({ episode: world.mine.episode, source: 'upload', text });
    expect({ status, json }).toMatchObject({ status: 201, json: { source: 'upload', format: 'text' } });
  });

  test('is refused where something else than texts makes it large', async () => {
    const { status, json } = await post({
      episode: world.mine.episode,
      source: 'upload',
      text: Array.from({ length: 900_000 }, () => 'abc'),
    });
    expect({ status, json }).toMatchObject({ status: 400, json: { code: 'malformed_request', detail: expect.stringContaining('4 MiB') } });
  });
});
