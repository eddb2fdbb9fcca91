import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../../main.ts');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-focus-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function validate(text: string | undefined, ...args: string[]) {
  if (text !== undefined) writeFileSync(join(folder, 'bill.csv'), text);
  const { INIT_CWD: _, ...env } = process.env;
  const result = spawnSync(process.execPath, [MAIN, 'cost', 'validate', ...args], { cwd: folder, env, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

const ROW: Readonly<Record<string, string>> = {
  BilledCost: '0.25',
  BillingAccountId: 'tenant-1',
  BillingAccountName: '"Lumen, ""lamps"""',
  BillingCurrency: 'USD',
  BillingPeriodStart: '2026-11-01T00:00:00Z',
  BillingPeriodEnd: '2026-12-01T00:00:00Z',
  ChargeCategory: 'Usage',
  ChargeClass: '',
  ChargeDescription: 'Events',
  ChargePeriodStart: '2026-11-03T00:00:00Z',
  ChargePeriodEnd: '2026-11-04T00:00:00Z',
  ContractedCost: '0.25',
  EffectiveCost: '0.25',
  InvoiceIssuerName: 'Host',
  ListCost: '0.25',
  PricingQuantity: '0.5',
  PricingUnit: '1000 Events',
  ProviderName: 'Host',
  PublisherName: 'Earshot',
  ServiceCategory: 'Analytics',
  ServiceName: 'Earshot',
};
const csv = (...rows: Readonly<Record<string, string>>[]) =>
  [Object.keys(ROW).join(','), ...rows.map((row) => Object.values(row).join(','))].map((line) => `${line}\n`).join('');

describe('a file is held against the rules without a server', () => {
  test('one that keeps them is passed, says how many rules there are, and leaves no installation behind', () => {
    const { code, out, err } = validate(csv(ROW, { ...ROW, ChargeDescription: '"two\nlines"' }, ROW), 'bill.csv');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Checked 3 rows against \d{3} rules of ours for FOCUS 1\.2: none is broken\.\n$/);
    expect(readdirSync(folder)).toEqual(['bill.csv']);
  });

  test('one that breaks a rule is not: the rule, its sentence, the line and the column are told, and the code is 1', () => {
    const text = csv({ ...ROW, ChargeDescription: '"two\nlines"' }, { ...ROW, BilledCost: '1e3' }, { ...ROW, ChargeCategory: 'usage' });
    const { code, out } = validate(text, 'bill.csv');
    expect(code).toBe(1);
    expect(out).toContain('BilledCost.form: BilledCost holds a plain decimal number');
    expect(out).toContain('  line 4, BilledCost: "1e3"');
    expect(out).toContain('  line 5, ChargeCategory: "usage"');
    expect(out).toContain('2 are broken.');
    const { broken, rows } = JSON.parse(validate(undefined, 'bill.csv', '--json').out);
    expect({ rows, broken: broken.map((one: { rule: string; count: number }) => [one.rule, one.count]) }).toEqual({
      rows: 3,
      broken: [
        ['BilledCost.form', 1],
        ['ChargeCategory.value', 1],
      ],
    });
  });

  test('a bill with the columns of 1.4 is refused with a sentence, in the place of a broken rule in each of its rows', () => {
    const refused = validate(
      csv(ROW).replace('ProviderName', 'ServiceProviderName').replace('PublisherName', 'HostProviderName'),
      'bill.csv',
    );
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('has columns of FOCUS 1.4; the rules here are of 1.2'),
    });
  });

  test('a file that is not there, a folder and an empty file are refused with a sentence', () => {
    expect(validate(undefined, 'nowhere.csv')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('There is no file') });
    expect(validate(undefined, '.')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('is a folder') });
    expect(validate('', 'bill.csv')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('there is no header') });
  });
});
