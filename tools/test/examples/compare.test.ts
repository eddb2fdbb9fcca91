import { describe, expect, test } from 'vitest';
import { isShown, shiftMonths, shortened, StandIns } from './compare.ts';
import { readExamples, withSteps } from './page.ts';

const ID = '01a22204-b377-7431-9549-41013708d174';

describe('what an example shows', () => {
  test.each([
    ['another word', ['2 keys'], ['2 locks']],
    ['another figure', ['2 keys'], ['3 keys']],
    ['a line that is missing', ['a', 'b'], ['a']],
    ['a line too many', ['a'], ['a', '(and exits with 1)']],
    ['another line after those left out', ['a', '…', 'c'], ['a', 'b', 'd']],
    ['another beginning of a line that is cut', ['{"a":1,…'], ['{"b":1,"c":2}']],
  ])('differs from what was printed by %s', (_what, shown, printed) => {
    expect(isShown(shown, printed, false)).toBe(false);
  });

  test.each([
    ['instants, days and months', ['2026-11-28T09:00:00Z of 2026-11-28 in 2026-11'], ['2027-01-02T03:04:05.678Z of 2027-01-02 in 2027-01']],
    ['how long something took', ['done in 12 ms'], ['done in 1.5 s']],
    ['lines left out', ['a', '…', 'd'], ['a', 'b', 'c', 'd']],
    ['no lines where some may be left out', ['a', '…'], ['a']],
    ['the rest of a line that is cut', ['{"a":1,…'], ['{"a":1,"b":2}']],
    ['the width of columns', ['id     name', '7f3c…  A'], ['id    name', '7f3c…     A']],
  ])('may differ from it by %s', (_what, shown, printed) => {
    expect(isShown(shown, printed, false)).toBe(true);
  });

  test('may differ by its figures, and by nothing else, where those differ from day to day', () => {
    expect(isShown(['403 touchpoints, $1,250.00'], ['1,404 touchpoints, $7.50'], true)).toBe(true);
    expect(isShown(['403 touchpoints'], ['403 conversions'], true)).toBe(false);
  });

  test('has stand-ins for ids, which later commands may name', () => {
    const standIns = new StandIns();
    const hidden = standIns.hide(`Key ${ID} is there.`, 'keys create');
    expect(hidden).toMatch(/^Key [0-9a-f]{4}… is there\.$/);
    expect(standIns.hide(ID, 'keys list')).toBe(hidden.split(' ')[1]);
    expect(standIns.reveal(`earshot keys revoke ${hidden.split(' ')[1]}`)).toBe(`earshot keys revoke ${ID}`);
  });

  test.each([
    ['the hint of a key', 'earshot_live_AbCd…', /^earshot_live_[0-9a-f]{4}…$/],
    ['what is said in an address', '/x/AbCdEfGhIjKlMnOpQrStUv', /^\/x\/[0-9a-f]{4}…$/],
  ])('has stand-ins for %s, though no digit is in it', (_what, printed, shown) => {
    expect(new StandIns().hide(printed, 'keys list')).toMatch(shown);
  });

  test('leaves long names as they are', () => {
    expect(new StandIns().hide('EARSHOT_SOMETHING_THAT_IS_NAMED_AT_LENGTH', 'doctor')).toBe('EARSHOT_SOMETHING_THAT_IS_NAMED_AT_LENGTH');
  });

  test('is cut to the lines that the page has now', () => {
    expect(shortened(['a', 'b', 'c', 'd'], ['x', '…', 'y'])).toEqual(['a', '…', 'd']);
    expect(shortened(['a', 'b'], [])).toEqual(['a', 'b']);
  });

  test('is of the months around today, whenever that is', () => {
    const here = shiftMonths('from 2026-10-31 in 2026-11', new Date('2027-01-15'));
    expect(here).toBe('from 2026-12-31 in 2027-01');
    expect(shiftMonths(here, new Date('2027-01-15'), true)).toBe('from 2026-10-31 in 2026-11');
  });
});

describe('the page', () => {
  const page = '# Page\n\n## `earshot a`\n\n```console\n$ cat f\nx\n$ earshot a f\ny\n```\n\n## `earshot b c`\n\nNothing.\n';

  test('is read by its commands, and written back as it was', () => {
    const examples = readExamples(page);
    expect(examples).toEqual([
      {
        name: 'a',
        blocks: [
          [
            { command: 'cat f', shown: ['x'] },
            { command: 'earshot a f', shown: ['y'] },
          ],
        ],
      },
      { name: 'b c', blocks: [] },
    ]);
    expect(withSteps(page, new Map(examples.map(({ name, blocks }) => [name, blocks])))).toBe(page);
  });

  test('is refused where an example does not begin with a command', () => {
    expect(() => readExamples(page.replace('$ cat f\n', ''))).toThrow('An example begins with a line "$ …"');
  });
});
