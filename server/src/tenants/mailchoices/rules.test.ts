import { describe, expect, test } from 'vitest';
import { ROLES } from '../authorize.ts';
import { MAIL_KINDS } from './kinds.ts';
import { choicesOf, isMailed, mayGet, reasonLine } from './rules.ts';

const chosen = (on: boolean) => ({ isMailed: on, chosenAt: new Date('2026-11-20T12:00:00Z') });

describe('of each kind of mail', () => {
  test.each(MAIL_KINDS)('%s: owners get it unless they choose otherwise, others only when they choose to', (kind) => {
    expect(ROLES.filter((role) => isMailed(role, kind, undefined))).toEqual(['owner']);
    expect(ROLES.filter((role) => isMailed(role, kind, chosen(false)))).toEqual([]);
    expect(ROLES.filter((role) => isMailed(role, kind, chosen(true)))).toEqual(ROLES.filter((role) => mayGet(role, kind)));
  });
});

test('whose role may not read what a mail tells of gets none, whatever they chose', () => {
  expect(ROLES.filter((role) => !mayGet(role, 'anomalies'))).toEqual(['billing']);
  expect(ROLES.filter((role) => !mayGet(role, 'quotas'))).toEqual([]);
});

test('each kind is listed with what holds now and when it was chosen, and what is no kind any more is not', () => {
  const all = choicesOf(
    'billing',
    new Map([
      ['quotas', chosen(true)],
      ['anomalies', chosen(true)],
      ['gone', chosen(true)],
    ]),
  );
  const [anomalies, quotas] = ['anomalies', 'quotas'].map((kind) => all.find((one) => one.kind === kind));
  expect(anomalies).toMatchObject({ kind: 'anomalies', isMailed: false, isAllowed: false, chosenAt: '2026-11-20T12:00:00.000Z' });
  expect(quotas).toMatchObject({ kind: 'quotas', isMailed: true, isAllowed: true });
  expect(all.map(({ kind }) => kind)).toEqual(MAIL_KINDS);
});

test('the last line says why a mail came, and where it is switched off', () => {
  const publicUrl = 'https://earshot.example';
  const where = 'Switch them off under "Mails" at https://earshot.example/account.';
  expect(reasonLine('quotas', 'Acme', { hasChosen: false, publicUrl })).toBe(
    `You get mails of quotas because you are an owner of Acme. ${where}`,
  );
  expect(reasonLine('anomalies', 'Acme', { hasChosen: true, publicUrl })).toBe(
    `You get mails of anomalies because you chose to, as a member of Acme. ${where}`,
  );
});
