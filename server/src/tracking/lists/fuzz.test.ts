import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBadAgent, isBot, isNotGet, isProbe, isWatchDuplicate } from '../downloads/filters.ts';
import { classifyAgent } from './agents.ts';
import { deviceOf } from './devices.ts';
import { compilePatterns, patternFault } from './patterns.ts';
import { compileContent, compileLists } from './rules.ts';
import { AGENT_CLASSES } from './schema.ts';

/** Pieces that user agents, patterns and attempts to break either are made of. */
const PIECES = [
  ...'Mozilla/5.0|(compatible;|bot|Bot/1.0|http://a.b|a@b.co|AppleCoreMedia|iPhone|watchOS|atc/|(null)/(null) |Tizen|%20|+'.split('|'),
  ...'( ) [ ] (a+)+$ .* ^ $ {9} (?= \\1 \\ " < ${ A a . / 1 ; , - é ß İ constructor __proto__'.split(' '),
  '|',
  "'",
  ' ',
  '\t',
  '\n',
  '\u0000',
  '\u007F',
  '\u2028',
  '\uD800',
  '\u{1F399}',
  'union select',
];
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3_000 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 300 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 }), fc.integer({ min: 1, max: 4_000 }), fc.string({ maxLength: 4 }))
    .map(([piece, more, times, end]) => `${piece}${more}`.repeat(times).slice(0, 20_000) + end),
  fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 500 }).map((units) => String.fromCharCode(...units)),
);

const PATTERNS = ['^Mozilla.+Tizen', '(?i)bot', '(a+)+$', '^(ab|cd)+$', 'Podcasts?\\b', '[\\p{L}]+/\\d', 'x*x*x*x*y', 'é+$'];
const patterns = PATTERNS.map((pattern) => ({ name: pattern, pattern }));
const loaded = compileLists([
  { id: 1, kind: 'bots', compiled: compileContent({ kind: 'bots', patterns: patterns.slice(0, 2) }), effectiveFromMs: 0, checkedAtMs: 0 },
  { id: 2, kind: 'apps', compiled: compileContent({ kind: 'apps', patterns }), effectiveFromMs: 0, checkedAtMs: 0 },
]);

describe('any text at all as a user agent', () => {
  test('is of one class, and of the same one each time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const facts = classifyAgent(text);
        expect(AGENT_CLASSES).toContain(facts.class);
        expect(classifyAgent(text)).toEqual(facts);
        expect(facts.player).toBe(facts.class === 'app' ? facts.name : null);
      }),
    );
  });

  test('is judged by its first 1,024 characters alone, whatever follows', () => {
    fc.assert(
      fc.property(hostile, hostile, (text, more) => {
        const start = text.padEnd(1_024, ' x').slice(0, 1_024);
        expect(classifyAgent(start + more)).toEqual(classifyAgent(start));
        expect(deviceOf(start + more)).toBe(deviceOf(start));
        expect(loaded.agent(start + more, 1)).toEqual(loaded.agent(start, 1));
      }),
    );
  });

  test('is compared with loaded patterns, each as trying it alone would', () => {
    const find = compilePatterns(patterns);
    const alone = patterns.map((entry) => compilePatterns([entry]));
    fc.assert(
      fc.property(hostile, (text) => {
        expect(find(text)).toBe(alone.map((one) => one(text)).find((entry) => entry !== undefined));
      }),
    );
  });

  test('passes every filter of counting or does not, and never stops it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const agent = loaded.agent(text, 1);
        const answers = [
          isBadAgent({ userAgent: text }),
          isWatchDuplicate({ userAgent: text }),
          isProbe({ range: text }),
          isNotGet({ method: text }),
          isBot(agent),
        ];
        for (const answer of answers) expect(answer).toBeTypeOf('boolean');
        if (/\p{Cc}/u.test(text.trim())) expect(answers[0]).toBe(true);
      }),
    );
  });
});

test('any text at all as a pattern is refused with a reason, or matches any text without a fault', () => {
  fc.assert(
    fc.property(hostile, hostile, (pattern, text) => {
      const fault = patternFault(pattern);
      if (fault !== undefined) expect(fault).not.toBe('');
      else expect(() => compilePatterns([{ name: 'any', pattern }])(text)).not.toThrow();
    }),
  );
});
