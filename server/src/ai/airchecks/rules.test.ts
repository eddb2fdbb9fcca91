import { describe, expect, test } from 'vitest';
import { BriefDetails } from '../briefs/schema.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { type AircheckFindings, checkTranscript } from './rules.ts';
import type { Verdict } from './schema.ts';

const TALK = [
  'The soil here is heavy, and the seedlings need water every other morning before it gets hot.',
  'She told me that nobody had grown melons on that hill since her grandmother was a girl.',
  'We walked along the fence for an hour and counted the posts that had to be replaced.',
];
const READ = [
  'This show is brought to you by Lumen Lamps.',
  'Every lamp comes with free shipping and a thirty day money back guarantee.',
  'I have one on my desk and the light is warm.',
  'Go to lumenlamps.com/garden and use code GLOW20 at checkout.',
];
const BRIEF = {
  sponsor: 'Lumen Lamps',
  talkingPoints: ['free shipping', '30 day money back guarantee'],
  promoCode: 'GLOW20',
  address: 'lumenlamps.com/garden',
  position: 'mid_roll',
  leastSeconds: 20,
  forbiddenWords: ['cures insomnia'],
  competitors: ['Figtree'],
  separationMinutes: 10,
} as const;

/** An episode of half an hour with a read after as many sentences of talk; a sentence takes eight seconds. */
function episode(read: readonly string[], at = 110): StoredSegment[] {
  const talk = Array.from({ length: 220 }, (_, place) => TALK[place % TALK.length]);
  const texts = [...talk.slice(0, at), ...read, ...talk.slice(at)];
  return texts.map((text, place) => ({ startMs: 8_000 * place, endMs: 8_000 * place + 8_000, text, speaker: null }));
}

function check(segments: readonly StoredSegment[], brief: object = BRIEF, more: object = {}): AircheckFindings {
  const parsed = BriefDetails.parse(brief);
  return checkTranscript({ brief: parsed, segments, ads: null, durationMs: 0, timing: 'stated', isAlone: false, ...more });
}

const verdictsOf = ({ requirements }: AircheckFindings) => requirements.map(({ kind, verdict }) => `${kind} ${verdict}`);
const verdictOf = ({ requirements }: AircheckFindings, kind: string): Verdict | undefined =>
  requirements.find((one) => one.kind === kind)?.verdict;
const withLast = (last: string) => [...READ.slice(0, 3), last];

describe('an aircheck', () => {
  test('passes a read that does all its brief asks, each with the words and the time that speak for it', () => {
    const found = check(episode(READ));
    expect(verdictsOf(found)).toEqual([
      'sponsor pass',
      'talking_point pass',
      'talking_point pass',
      'promo_code pass',
      'address pass',
      'position pass',
      'length pass',
      'forbidden_words pass',
      'separation pass',
    ]);
    expect(found).toMatchObject({ outcome: 'pass', counts: { pass: 9, fail: 0, uncertain: 0 } });
    const code = found.requirements.find(({ kind }) => kind === 'promo_code');
    expect(code?.quote).toBe(READ[3]);
    expect(code?.startMs).toBeGreaterThanOrEqual(113 * 8_000);
    expect(code?.endMs).toBeLessThanOrEqual(114 * 8_000);
  });

  test('quotes nothing but what was said, within the time it was said in', () => {
    const segments = episode(READ);
    const said = segments.map(({ text }) => text).join(' ');
    for (const { quote, startMs, endMs } of check(segments).requirements) {
      if (quote === null) continue;
      expect(said).toContain(quote);
      expect(endMs ?? 0).toBeGreaterThan(startMs ?? 0);
    }
  });

  test('fails all that must be said, and passes nothing, where there is no read', () => {
    const found = check(episode([]));
    expect(found).toMatchObject({ outcome: 'fail', read: null, counts: { pass: 0 } });
    expect(verdictOf(found, 'forbidden_words')).toBe('uncertain');
  });

  test('is uncertain as a whole as soon as one requirement is and none fails', () => {
    const found = check(episode(withLast('Go to lumenlamps.com/garden and use code glo 20 at checkout.')));
    expect(verdictOf(found, 'promo_code')).toBe('uncertain');
    expect(found.outcome).toBe('uncertain');
  });

  test('tells nothing of position, length and distance by times that were estimated', () => {
    const found = check(episode(READ), BRIEF, { timing: 'estimated' });
    expect([verdictOf(found, 'position'), verdictOf(found, 'length')]).toEqual(['uncertain', 'uncertain']);
    expect(verdictOf(found, 'promo_code')).toBe('pass');
  });

  test('tells nothing of where a creative stands that was checked alone', () => {
    const alone = READ.map((text, place) => ({ startMs: 8_000 * place, endMs: 8_000 * place + 8_000, text, speaker: null }));
    const found = check(alone, BRIEF, { isAlone: true });
    expect([verdictOf(found, 'position'), verdictOf(found, 'separation')]).toEqual(['uncertain', 'uncertain']);
    expect([verdictOf(found, 'promo_code'), verdictOf(found, 'length')]).toEqual(['pass', 'pass']);
  });
});

describe('a promo code', () => {
  const codeIn = (last: string, code = 'GLOW20') => verdictOf(check(episode(withLast(last)), { ...BRIEF, promoCode: code }), 'promo_code');

  test.each([
    'Go to lumenlamps.com/garden and use code glow twenty at checkout.',
    'Go to lumenlamps.com/garden and use the code G-L-O-W two zero.',
    'Go to lumenlamps.com/garden, the code is G. L. O. W. 2 0 at checkout.',
    'Go to lumenlamps.com/garden, code gee el oh double u two oh.',
    'Use promo code Glow 20 for twenty percent off.',
    'use promo code glow 20 20 percent off at lumenlamps.com slash garden',
    'Enter glow20 at checkout.',
    'Use code GLOW20. Twenty percent off is a lot.',
  ])('passes as a machine writes down what it hears: %s', (last) => {
    expect(codeIn(last)).toBe('pass');
  });

  test.each([
    'Use code GLOW10 at checkout.',
    'Use code glow ten at checkout.',
    'Use code glow two hundred at checkout.',
    'Use code GLOW200 at checkout.',
    'Use code glow twenty five at checkout.',
    'Use code glow 2 0 0 at checkout.',
    'Use code X GLOW20 at checkout.',
    'Use code GLOW20 at checkout, again that is code GLOW30.',
    'Use code SHINE15 at checkout.',
    'Use code glow at checkout for twenty percent off.',
    'Use our code at checkout.',
    'Go to lumenlamps.com/garden today.',
  ])('fails when it is another one, or none: %s', (last) => {
    expect(codeIn(last)).toBe('fail');
  });

  test('whose number differs never passes and is never uncertain, whatever the number and however it is said', () => {
    const words = ['ten', 'eleven', 'fifteen', 'fifty', 'thirty', 'twenty one', 'two', 'two thousand', 'one hundred'];
    for (const said of [...words, '10', '15', '21', '2', '50', '0', '200', '2020', '1 0', '5 0'])
      expect(codeIn(`Go to lumenlamps.com/garden and use code glow ${said} at checkout.`), said).toBe('fail');
  });

  test('without digits passes only where it is given out as one', () => {
    expect(codeIn('Go to lumenlamps.com and use code garden at checkout.', 'GARDEN')).toBe('pass');
    expect(codeIn('Your garden will thank you.', 'GARDEN')).not.toBe('pass');
    expect(codeIn('Use code gardener at checkout.', 'GARDEN')).not.toBe('pass');
    expect(codeIn('Use code garden 5 at checkout.', 'GARDEN')).toBe('fail');
  });
});

describe('an address', () => {
  const addressIn = (last: string) => verdictOf(check(episode(withLast(last))), 'address');

  test.each([
    'Go to lumenlamps.com/garden and use code GLOW20.',
    'Go to lumen lamps dot com slash garden and use code GLOW20.',
    'Go to www.lumenlamps.com forward slash garden, code GLOW20.',
    'Go to lumen lamps com slash garden and use code GLOW20.',
    'Go to lumin lamps dot com slash garden and use code GLOW20.',
    'Go to L-U-M-E-N lamps dot com slash garden and use code GLOW20.',
  ])('passes however it is written down: %s', (last) => {
    expect(addressIn(last)).toBe('pass');
  });

  test.each([
    'Go to lumenlamps.com and use code GLOW20.',
    'Go to lumenlamps.com/kitchen and use code GLOW20.',
    'Go to lumenlamps.co/garden and use code GLOW20.',
    'Go to lumenlamps.org slash garden and use code GLOW20.',
    'Just use code GLOW20.',
  ])('fails without its path, with another path or ending, or unsaid: %s', (last) => {
    expect(addressIn(last)).toBe('fail');
  });
});

describe('a talking point', () => {
  const pointIn = (second: string, point: string) => {
    const found = check(episode([READ[0], second, READ[2], READ[3]]), { ...BRIEF, talkingPoints: [point] });
    return verdictOf(found, 'talking_point');
  };

  test('passes in other forms of its words, fails unsaid or with another figure, and is uncertain in between', () => {
    expect(pointIn('They ship for free to all fifty states.', 'free shipping')).toBe('pass');
    expect(pointIn('You get your money back within thirty days, guaranteed.', '30 day money back guarantee')).toBe('pass');
    expect(pointIn('You get your money back within sixty days, guaranteed.', '30 day money back guarantee')).toBe('fail');
    expect(pointIn('They look nice on any desk.', '30 day money back guarantee')).toBe('fail');
    expect(pointIn('There is a guarantee, of course.', '30 day money back guarantee')).not.toBe('pass');
  });
});

describe('position, length, words and competitors', () => {
  const placed = (at: number, position: string) => verdictOf(check(episode(READ, at), { ...BRIEF, position }), 'position');

  test('tell where a read stands by the programme before and after it', () => {
    expect([placed(2, 'pre_roll'), placed(110, 'pre_roll'), placed(218, 'pre_roll')]).toEqual(['pass', 'fail', 'fail']);
    expect([placed(2, 'mid_roll'), placed(110, 'mid_roll'), placed(218, 'mid_roll')]).toEqual(['fail', 'pass', 'fail']);
    expect([placed(2, 'post_roll'), placed(110, 'post_roll'), placed(218, 'post_roll')]).toEqual(['fail', 'fail', 'pass']);
    expect(placed(14, 'pre_roll')).toBe('uncertain');
  });

  test('take the read that stands where it is wanted, where there are two', () => {
    const talk = episode(READ, 2).map(({ text }) => text);
    const texts = [...talk.slice(0, 120), ...READ, ...talk.slice(120)];
    const segments = texts.map((text, place) => ({ startMs: 8_000 * place, endMs: 8_000 * place + 8_000, text, speaker: null }));
    expect(verdictOf(check(segments), 'position')).toBe('pass');
    expect(verdictOf(check(segments, { ...BRIEF, position: 'pre_roll' }), 'position')).toBe('pass');
    expect(verdictOf(check(segments, { ...BRIEF, position: 'post_roll' }), 'position')).toBe('fail');
  });

  test('fail a read that is too short, or that says what it must not', () => {
    expect(verdictOf(check(episode(READ), { ...BRIEF, leastSeconds: 120 }), 'length')).toBe('fail');
    const claim = [...READ.slice(0, 2), 'Honestly, it cured insomnia for me.', READ[3]];
    expect(verdictOf(check(episode(claim)), 'forbidden_words')).toBe('fail');
  });

  test('fail where the ad of a competitor is near, and take a mention of it for uncertain', () => {
    const rival = ['This episode is also sponsored by Figtree.', 'Go to figtree.com and use code SLEEP15.'];
    const besides = (line: readonly string[], after: number) => {
      const texts = episode(READ).map(({ text }) => text);
      const all = [...texts.slice(0, 114 + after), ...line, ...texts.slice(114 + after)];
      return check(all.map((text, place) => ({ startMs: 8_000 * place, endMs: 8_000 * place + 8_000, text, speaker: null })));
    };
    expect(verdictOf(besides(rival, 20), 'separation')).toBe('fail');
    expect(verdictOf(besides(rival, 95), 'separation')).toBe('pass');
    expect(verdictOf(besides(['My sister sleeps on a Figtree and likes it.'], 20), 'separation')).toBe('uncertain');
  });
});

describe('a hostile transcript', () => {
  const hostile = (unit: string, times: number) => [{ startMs: 0, endMs: 3_600_000, text: unit.repeat(times), speaker: null }];

  test.each([
    ['one word without end', 'a'],
    ['the sponsor without end', 'Lumen Lamps '],
    ['codes without end', 'code glow 20 '],
    ['addresses without end', 'lumenlamps.com/garden '],
    ['numbers without end', 'twenty two hundred '],
    ['letters without end', 'double u '],
    ['signs without end', './'],
    ['quotes without end', `."'"'`],
  ])('is checked in time that grows with its length: %s', (_, unit) => {
    const found = check(hostile(unit, Math.floor(200_000 / unit.length)));
    expect(found.requirements.every(({ quote }) => quote === null || quote.length <= 401)).toBe(true);
  });
});
