import { expect, test } from 'vitest';
import type { ToldReport } from '../shared-reports/rules.ts';
import { createShownMemory } from './shown.ts';

const MINUTE_MS = 60_000;
const link = (id: string) => ({ id, showsSpend: false });

function tellsOf(rowCount: number): ToldReport {
  const credit = { conversions: 1, valueMinor: 100, roas: null, cpaMinor: null };
  const rows = Array.from({ length: rowCount }, (_, place) => ({
    key: `row-${place}`,
    label: `row-${place}`,
    spendMinor: null,
    credits: { linear: credit },
  }));
  const totals = {
    linear: {
      conversions: rowCount,
      valueMinor: 100 * rowCount,
      organicConversions: 0,
      organicValueMinor: 0,
      unattributedConversions: 0,
      unattributedValueMinor: 0,
    },
  };
  const comparison = { models: ['linear'], groupBy: 'campaign', currency: 'USD', rows, totals };
  return { tenant: { simulated: false, hasSamples: false }, comparison, covers: null } as unknown as ToldReport;
}

/** A memory with a count of what was computed for it. */
function open(most?: { links: number; lines: number }) {
  const memory = createShownMemory(most);
  const computed: string[] = [];
  const show = (id: string, nowMs: number, rows = 1) =>
    memory.show(link(id), nowMs, async () => {
      computed.push(id);
      return tellsOf(rows);
    });
  return { memory, computed, show };
}

test('nothing of a minute that is over is held beside what is shown now', async () => {
  const { memory, computed, show } = open();
  for (let minute = 0; minute < 50; minute += 1) {
    await show('a', minute * MINUTE_MS).told;
    await show('b', minute * MINUTE_MS).told;
    await show('a', minute * MINUTE_MS + 59_999).told;
  }
  expect(computed).toHaveLength(100);
  expect(memory.size()).toEqual({ links: 2, lines: 2 });
  await show('b', 50 * MINUTE_MS).told;
  expect(memory.size()).toEqual({ links: 1, lines: 1 });
});

test('figures of so many links and with so many lines are held, and the newest however long it is', async () => {
  const { memory, computed, show } = open({ links: 3, lines: 100 });
  for (const id of ['a', 'b', 'c', 'd']) await show(id, 0, 10).told;
  expect(memory.size()).toEqual({ links: 3, lines: 30 });
  await show('e', 0, 85).told;
  expect(memory.size()).toEqual({ links: 2, lines: 95 });
  await show('f', 0, 500).told;
  expect(memory.size()).toEqual({ links: 1, lines: 500 });
  await show('f', 0, 500).told;
  expect(computed).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a file is written once, however often it is asked for', async () => {
  const { show } = open();
  const [first, again] = await Promise.all([show('a', 0, 2_500).file(), show('a', 0).file()]);
  expect(again).toBe(first);
  const lines = first.toString().split('\r\n');
  expect(lines).toHaveLength(2_505);
  expect(lines.slice(0, 2)).toEqual(['model,row,key,label,conversions,valueMinor,currency', 'linear,credited,row-0,row-0,1,100,USD']);
});

test('what fails is computed again', async () => {
  const { memory, show } = open();
  const failing = memory.show(link('a'), 0, async () => {
    throw new Error('no');
  });
  await expect(failing.told).rejects.toThrow('no');
  await show('a', 0).told;
  expect(memory.size()).toEqual({ links: 1, lines: 1 });
});
