import type { Random } from '../../../simulator/src/random.ts';
import type { Json } from './samples.ts';

/** Texts that have broken parsers, databases, logs and pages. */
export const NASTY_TEXTS: readonly string[] = [
  '',
  ' ',
  '\t\r\n',
  '\0',
  'a\0b',
  '\u001b[31m',
  '\u007f\u0085\u2028\u2029',
  '\ud800',
  'x\udfff',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  '\u202etxt.exe',
  'e\u0301'.repeat(50),
  '\ufeff',
  '\ufffe\uffff',
  'ﬀ',
  'ß'.repeat(100),
  'İı',
  '漢'.repeat(200),
  '\u{1f399}'.repeat(201),
  'x'.repeat(200),
  'x'.repeat(201),
  'x'.repeat(100_000),
  'NaN',
  'Infinity',
  '-infinity',
  'null',
  'undefined',
  'true',
  '0',
  '-1',
  '1e400',
  '0x10',
  '9007199254740993',
  "' or '1'='1",
  "'; drop table tenants; --",
  '$1',
  '{"a":1}',
  '{}',
  '[]',
  '"}{\\,null',
  '\\',
  '\\u0000',
  '%',
  '%00',
  '%zz',
  '%2e%2e%2f',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '2026-11-01',
  '2026-02-30T00:00:00Z',
  '2016-12-31T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  '2026-11-01T09:00:00.123456789123456789Z',
  '+275760-09-13T00:00:00Z',
  'now',
  'epoch',
  '::1%eth0',
  '300.1.1.1',
  '::ffff:1.2.3.4',
  'XXX',
  'usd',
];

const NASTY_NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1,
  0.5,
  -0.1,
  1e-320,
  1e21,
  1e308,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  1_000_000_000_000,
  1_000_000_000_001,
  365.25,
];

function nested(random: Random): Json {
  const depth = random.pick([10, 19, 20, 21, 40, 500]);
  let value: Json = 1;
  for (let level = 0; level < depth; level += 1) value = random.chance(0.5) ? [value] : { a: value };
  return value;
}

function wide(random: Random): Json {
  const count = random.pick([199, 200, 201, 1_000]);
  if (random.chance(0.5)) return Array.from({ length: count }, (_, place) => place);
  return Object.fromEntries(Array.from({ length: count }, (_, place): [string, Json] => [`k${place}`, place]));
}

/** A value of any kind that hardly anybody sends. */
export function nastyValue(random: Random): Json {
  const kind = random.below(10);
  if (kind < 4) return random.pick(NASTY_TEXTS);
  if (kind < 7) return random.pick(NASTY_NUMBERS);
  if (kind === 7) return random.pick<Json>([null, true, false, [], {}, [null], [[]], { '': '' }]);
  return kind === 8 ? nested(random) : wide(random);
}
