import { isBadAgent, isWatchDuplicate } from '../../../server/src/tracking/downloads/filters.ts';
import { classifyAgent } from '../../../server/src/tracking/lists/agents.ts';
import type { ListContent } from '../../../server/src/tracking/lists/formats.ts';
import { compilePatterns } from '../../../server/src/tracking/lists/patterns.ts';
import { compileContent, compileLists, type Lists } from '../../../server/src/tracking/lists/rules.ts';
import { aimTable, format, median, table } from '../figures.ts';

const RANGES = 500_000;
const PATTERNS = 1_000;
const LOOK_UPS = 20_000;
const REPEATS = 5;
const NAIVE_LOOK_UPS = 200;
const GROWTH_LOOK_UPS = 500;
const AIM_MICROSECONDS = 20;
type Ranges = Extract<ListContent, { ranges: unknown }>;
type Patterns = Extract<ListContent, { patterns: unknown }>;

const AT = Date.parse('2026-11-20T12:00:00Z');

/** Numbers that look random and are the same each time (a linear congruential generator, Numerical Recipes). */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function v4(at: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join('.');
}

function contents(): [Ranges, Patterns] {
  const step = Math.floor(2 ** 32 / RANGES);
  const ranges = Array.from({ length: RANGES }, (_, place) => ({
    start: v4(place * step),
    end: v4(place * step + step - 1),
    value: String(place % 90_000),
    label: 'Example',
  }));
  const patterns = Array.from({ length: PATTERNS }, (_, place) => ({
    name: `App ${place}`,
    pattern: `^Example${place}(Player|Radio)?/\\d`,
  }));
  return [
    { kind: 'asns', ranges },
    { kind: 'apps', patterns },
  ];
}

/** Microseconds of processor time that each of a number of look-ups takes, the middle one of several runs. */
function time(count: number, lookUp: (place: number) => unknown): number {
  const runs = Array.from({ length: REPEATS }, (_, run) => {
    const startedAt = process.cpuUsage();
    for (let place = 0; place < count; place += 1) lookUp(run * count + place);
    const { user, system } = process.cpuUsage(startedAt);
    return (user + system) / count;
  });
  return median(runs);
}

/** What the same list costs when each entry is tried in turn. */
function naively([asns, apps]: [Ranges, Patterns], agentOf: (place: number) => string): { agent: number; network: number } {
  const patterns = apps.patterns.map(({ pattern }) => new RegExp(pattern));
  const ranges = asns.ranges.map((_, place) => place * Math.floor(2 ** 32 / RANGES));
  const below = numbers(9);
  return {
    agent: time(NAIVE_LOOK_UPS, (place) => patterns.find((pattern) => pattern.test(agentOf(place)))),
    network: time(NAIVE_LOOK_UPS, () => {
      const at = below(2 ** 32);
      return ranges.findLastIndex((start) => start <= at);
    }),
  };
}

function measure(lists: Lists, agentOf: (place: number) => string) {
  const below = numbers(7);
  return {
    fresh: time(LOOK_UPS, (place) => lists.agent(agentOf(place), AT)),
    known: time(LOOK_UPS, (place) => lists.agent(agentOf(place % 500), AT)),
    network: time(LOOK_UPS, () => lists.network(v4(below(2 ** 32)), AT)),
    wide: time(LOOK_UPS, () => lists.network(`2001:db8:${below(65_536).toString(16)}::1`, AT)),
  };
}

/** Pieces that, repeated, make a careless pattern try every start and every end of a run. */
const REPEATED = [
  ' ',
  'A',
  'a',
  "'",
  '(',
  '"(',
  '[',
  '%20',
  '+',
  '.',
  'a.',
  'aA',
  'AAa',
  'Tizen ',
  'Bot ',
  '/',
  'a@',
  'http://',
  '1',
  '\u0000',
];
const [SHORT, LONG] = [256, 1_024];
const MOST_GROWTH = 6;

/** How many times longer four times the text takes: the most of all pieces, for what comes with Earshot, a list and the filters. */
function growths(): { what: string; most: number; piece: string }[] {
  const find = compilePatterns(['(a+)+$', '^(A|a)*x', '(?i)( +|t)+bot', '[(\\["]*;'].map((pattern) => ({ name: pattern, pattern })));
  const asked: [string, (text: string) => unknown][] = [
    ['the built-in classification', classifyAgent],
    ['a list of patterns', find],
    ['the filters of counting', (userAgent) => [isBadAgent({ userAgent }), isWatchDuplicate({ userAgent })]],
  ];
  return asked.map(([what, ask]) => {
    const taken = (piece: string, length: number) => {
      const text = `a${piece.repeat(length)}`.slice(0, length - 1);
      return time(GROWTH_LOOK_UPS, () => ask(`${text}b`));
    };
    for (const piece of REPEATED) taken(piece, SHORT);
    const all = REPEATED.map((piece) => ({ what, piece, most: taken(piece, LONG) / taken(piece, SHORT) }));
    return all.reduce((a, b) => (b.most > a.most ? b : a));
  });
}

/** Measures look-ups of user agents and addresses in large lists, against trying each entry in turn. */
export async function benchLists(): Promise<string> {
  const all = contents();
  const lists = compileLists(
    all.map((content, place) => ({
      id: place + 1,
      kind: content.kind,
      compiled: compileContent(content),
      effectiveFromMs: 0,
      checkedAtMs: AT,
    })),
  );
  const agentOf = (place: number) =>
    `Example${place % 1_500}Player/${place}.1 (iPhone; iOS 18.${place % 7}) CFNetwork/1568.100.${place} Darwin/24.0.0`;
  const { fresh, known, network, wide } = measure(lists, agentOf);
  const naive = naively(all, agentOf);
  const rows = [
    ['a user agent not met before', fresh, naive.agent],
    ['a user agent met before', known, naive.agent],
    ['an IPv4 address', network, naive.network],
    ['an IPv6 address', wide, naive.network],
  ] as const;
  const grown = growths();
  return [
    `${format(PATTERNS)} patterns and ${format(RANGES)} address ranges; the baseline tries each entry in turn, in the same run.`,
    '',
    ...table(
      ['look-up', 'µs', 'baseline µs', 'times faster'],
      rows.map(([what, own, base]) => [what, format(own, 2), format(base, 1), format(base / own)]),
    ),
    '',
    ...aimTable(
      rows.map(([what, own]) => ({
        what,
        aim: `≤ ${AIM_MICROSECONDS} µs`,
        reached: `${format(own, 2)} µs`,
        isMet: own <= AIM_MICROSECONDS,
      })),
    ),
    '',
    `One piece, such as a blank, fills a user agent of ${format(LONG)} characters and one of ${format(SHORT)}; the worst of\n` +
      `${REPEATED.length} pieces:`,
    '',
    ...aimTable(
      grown.map(({ what, most, piece }) => ({
        what: `${what}, ${format(LONG / SHORT)} times the text (${JSON.stringify(piece)})`,
        aim: `≤ ${MOST_GROWTH} times the work`,
        reached: format(most, 1),
        isMet: most <= MOST_GROWTH,
      })),
    ),
  ].join('\n');
}
