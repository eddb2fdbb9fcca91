import { describe, expect, test } from 'vitest';
import { csvOf } from '../exports/rules.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { dueAt, isGenuine, isOverdue, maySet, monthsLater, receiptKeyOf, signReceipt } from './rules.ts';
import { REQUEST_STATES } from './schema.ts';

test.each([
  ['2026-11-20T12:00:00.000Z', '2026-12-20T12:00:00.000Z', '2027-02-20T12:00:00.000Z'],
  ['2026-01-31T08:30:00.000Z', '2026-02-28T08:30:00.000Z', '2026-04-30T08:30:00.000Z'],
  ['2028-01-30T00:00:00.000Z', '2028-02-29T00:00:00.000Z', '2028-04-30T00:00:00.000Z'],
  ['2026-12-31T23:59:59.999Z', '2027-01-31T23:59:59.999Z', '2027-03-31T23:59:59.999Z'],
])('a request of %s is due on %s, extended on %s', (received, plain, extended) => {
  expect([dueAt(received, false), dueAt(received, true)]).toEqual([plain, extended]);
  expect(monthsLater(received, 0)).toBe(received);
});

test('a request goes one way: to work once the person is made sure of, then to an end, from which nothing leads', () => {
  const steps = REQUEST_STATES.flatMap((from) => REQUEST_STATES.filter((to) => maySet(from, to)).map((to) => `${from} > ${to}`));
  expect(steps.sort()).toEqual([
    'in_progress > done',
    'in_progress > refused',
    'received > expired',
    'received > in_progress',
    'received > refused',
    'received > verifying',
    'verifying > expired',
    'verifying > in_progress',
    'verifying > refused',
  ]);
  const due = '2026-11-20T12:00:00.000Z';
  const late = Date.parse(due) + 1;
  expect(REQUEST_STATES.filter((status) => isOverdue({ status, dueAt: due }, late))).toEqual(['received', 'verifying', 'in_progress']);
  expect(isOverdue({ status: 'received', dueAt: due }, late - 1)).toBe(false);
});

describe('a receipt', () => {
  const unsigned = {
    request: '01a213e7-890d-7f87-9b32-3881f0d89edc',
    tenant: '01a213e7-890d-7f87-9b32-3881f0d89edd',
    kind: 'erasure',
    verification: 'document',
    receivedAt: '2026-11-20T12:00:00.000Z',
    finishedAt: '2026-11-21T12:00:00.000Z',
    counts: { touchpoints: 3, amounts: 1 },
  } as const;
  const key = receiptKeyOf(deriveKey('the secret of an installation', 'receipts'));
  const receipt = signReceipt(key, unsigned);

  test('verifies as it was signed, and after a round trip through JSON', () => {
    expect(isGenuine(receipt)).toBe(true);
    expect(isGenuine(JSON.parse(JSON.stringify(receipt)))).toBe(true);
  });

  test.each([
    ['a count', { counts: { touchpoints: 4, amounts: 1 } }],
    ['the time', { finishedAt: '2026-11-22T12:00:00.000Z' }],
    ['the kind', { kind: 'access' as const }],
    ['the hash', { hash: 'a'.repeat(64) }],
    ['the key', { publicKey: signReceipt(receiptKeyOf(deriveKey('another secret', 'receipts')), unsigned).publicKey }],
  ])('does not verify once somebody changed %s', (_what, change) => {
    expect(isGenuine({ ...receipt, ...change })).toBe(false);
  });
});

test('CSV of an export is safe in a spreadsheet and reads back as it was', () => {
  const rows = [
    { id: '=HYPERLINK("x")', value: -5, metadata: { a: 'b,c' }, identifiedBy: ['user', 'email'] },
    { id: 'a "quoted"\nid', value: null, metadata: null, identifiedBy: [] },
    { id: '+1', value: 0, metadata: undefined, identifiedBy: ['-x'] },
  ];
  expect(csvOf(rows)).toBe(
    'id,value,metadata,identifiedBy\r\n"\'=HYPERLINK(""x"")",-5,"{""a"":""b,c""}",user email\r\n"a ""quoted""\nid",,,\r\n\'+1,0,,\'-x\r\n',
  );
  expect(csvOf([])).toBe('');
});
