import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invalid } from './errors.ts';
import { pageOf, PageQuery, pageRequest } from './paging.ts';

const LOST = 'The cursor is not one of ours; use the nextCursor of an earlier answer, or leave it out.';

describe('a list', () => {
  test('read page by page is the whole list, in order, whatever names its positions', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.string({ unit: 'grapheme', minLength: 1 }).filter((key) => key.isWellFormed() && !key.includes('\0')),
          {
            maxLength: 30,
          },
        ),
        fc.integer({ min: 1, max: 7 }),
        (keys, limit) => {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const { limit: asked, after } = pageRequest(PageQuery.parse({ limit: String(limit), cursor }));
            const from = after === undefined ? 0 : keys.indexOf(after) + 1;
            const page = pageOf(keys.slice(from, from + asked + 1), asked, (key) => key);
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(seen).toEqual(keys);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('has no next page when it ends with this one', () => {
    expect(pageOf(['a', 'b'], 2, (key) => key)).toEqual({ items: ['a', 'b'], nextCursor: null });
    expect(pageOf([], 2, String)).toEqual({ items: [], nextCursor: null });
  });

  test('has 50 items to a page unless asked, and from 1 to 200 on request', () => {
    expect(pageRequest(PageQuery.parse({}))).toEqual({ limit: 50 });
    for (const limit of ['1', '200']) expect(PageQuery.safeParse({ limit }).success).toBe(true);
    for (const limit of ['0', '201', '-1', '1.5', 'many', '1e9']) expect(PageQuery.safeParse({ limit }).success, limit).toBe(false);
  });
});

describe('a cursor', () => {
  test.each([
    ['is no base64url', 'a b'],
    ['has padding', Buffer.from('a').toString('base64')],
    ['holds no UTF-8', Buffer.from([0xff, 0xfe]).toString('base64url')],
    ['holds U+0000, which no text has', Buffer.from('a\0').toString('base64url')],
    ['has a letter too many', `${Buffer.from('abc').toString('base64url')}A`],
  ])('that %s is refused with a sentence', (_name, cursor) => {
    expect(() => pageRequest({ limit: 10, cursor })).toThrow(invalid('/cursor', LOST));
  });
});
