import { describe, expect, test } from 'vitest';
import { acknowledge, attempt, judge, openLedger, type Stored } from './ledger.ts';

const events = ['a', 'b', 'c'].map((key) => ({ key, content: `content of ${key}` }));
const row = (key: string, more: Partial<Stored> = {}): Stored => ({ key, content: `content of ${key}`, count: 1, ...more });

function verdictOf(stored: Stored[]) {
  const ledger = openLedger();
  attempt(ledger, events);
  acknowledge(ledger, events.slice(0, 2));
  return judge(ledger, stored);
}

describe('a kill audit', () => {
  test('finds no fault with what is stored once as sent, nor with what is missing without an acknowledgement', () => {
    const good = { attempted: 3, acknowledged: 2, lost: 0, doubled: 0, altered: 0, unexpected: 0 };
    expect(verdictOf([row('a'), row('b')])).toMatchObject(good);
    expect(verdictOf([row('a'), row('b'), row('c')])).toMatchObject(good);
  });

  test('notices what was acknowledged and is not there', () => {
    expect(verdictOf([row('b'), row('c')])).toMatchObject({ lost: 1 });
  });

  test('notices what is there twice', () => {
    expect(verdictOf([row('a', { count: 2 }), row('b')])).toMatchObject({ doubled: 1 });
  });

  test('notices what is there in another form than it was sent', () => {
    expect(verdictOf([row('a', { content: 'other' }), row('b')])).toMatchObject({ altered: 1 });
  });

  test('notices what nobody sent, and answers that nobody expects', () => {
    expect(verdictOf([row('a'), row('b'), row('z')])).toMatchObject({ unexpected: 1 });
    const ledger = openLedger();
    ledger.surprises.push('{"accepted":0,"duplicates":0,"rejected":[]}');
    expect(judge(ledger, [])).toMatchObject({ unexpected: 1 });
  });
});
