import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONVERSION_KINDS, GROUPINGS, MODELS } from './api.ts';
import {
  carriedSelection,
  MEASURES,
  readSearch,
  readSelection,
  reportQuery,
  timeQuery,
  windowDefaults,
  withoutWindowDefaults,
  writeSearch,
} from './selection.ts';

const open = (address: string) => readSelection(readSearch(address));

describe('the selection in the address', () => {
  it('is what the address says', () => {
    expect(
      open('?models=linear,time_decay&groupBy=show&measure=share&from=2026-11-01&to=2026-11-07&kinds=purchase&lookback=7&focus=daily-tech'),
    ).toEqual({
      models: ['linear', 'time_decay'],
      groupBy: 'show',
      measure: 'share',
      from: '2026-11-01',
      to: '2026-11-07',
      kinds: ['purchase'],
      lookback: 7,
      focus: 'daily-tech',
    });
  });

  it('leaves out what is the default, so that an address says only what was chosen', () => {
    expect(open('?model=linear&groupBy=campaign&measure=value')).toEqual({});
    expect(open(`?models=${MODELS.join(',')}`)).toEqual({});
  });

  it('leaves out the lookback and half-life that the tenant has settled for, and no others', () => {
    const usual = windowDefaults({ lookbackDays: 14, halfLifeDays: 3 });
    expect(withoutWindowDefaults(open('?lookback=14&halfLife=3&days=7'), usual)).toEqual({ days: 7 });
    expect(withoutWindowDefaults(open('?lookback=30&halfLife=7'), usual)).toEqual({ lookback: 30, halfLife: 7 });
  });

  it.each([
    ['an unknown model', 'model=markov_9'],
    ['unknown models only', 'models=a,b'],
    ['a model given twice', 'model=linear&model=nonsense'],
    ['a lookback of none', 'lookback=0'],
    ['a lookback beyond 90 days', 'lookback=91'],
    ['a lookback that is no number', 'lookback=1e1'],
    ['a half-life below zero', 'halfLife=-7'],
    ['a day that does not exist', 'from=2026-02-30'],
    ['a day written otherwise', 'from=01.02.2026'],
    ['a currency in lower case', 'currency=usd'],
    ['an unknown kind', 'kinds=order'],
    ['an unknown grouping', 'groupBy=day'],
    ['a held row of no name', 'focus='],
    ['a name of 201 characters', `focus=${'x'.repeat(201)}`],
    ['a parameter of somebody else', 'utm_source=mail'],
  ])('opens without %s', (_, search) => {
    expect(open(`?${search}`)).toEqual({});
  });

  it('puts days given the wrong way round in order, and lets the last so many days win over them', () => {
    expect(open('?from=2026-11-07&to=2026-11-01')).toEqual({ from: '2026-11-01', to: '2026-11-07' });
    expect(open('?days=30&from=2026-11-07')).toEqual({ days: 30 });
  });

  it('comes back from the address as it was written, whatever was chosen', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    const selection = fc.record(
      {
        model: fc.constantFrom(...MODELS),
        models: fc.subarray([...MODELS], { minLength: 1 }),
        groupBy: fc.constantFrom(...GROUPINGS),
        measure: fc.constantFrom(...MEASURES),
        days: fc.integer({ min: 1, max: 400 }).map(String),
        from: day.map((date) => date.toISOString().slice(0, 10)),
        to: day.map((date) => date.toISOString().slice(0, 10)),
        kinds: fc.subarray([...CONVERSION_KINDS], { minLength: 1 }),
        lookback: fc.integer({ min: 1, max: 90 }),
        halfLife: fc.integer({ min: 1, max: 365 }),
        currency: fc.constantFrom('USD', 'EUR'),
        sort: fc.constantFrom('label', '-value'),
        focus: fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }).filter((text) => text.length <= 200),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(selection, (chosen) => {
        const read = readSelection(chosen);
        expect(open(writeSearch({ ...read }))).toEqual(read);
        expect(readSelection({ ...read })).toEqual(read);
      }),
    );
  });

  it('carries to another room what means the same there', () => {
    const selection = open('?model=time_decay&halfLife=3&days=7&sort=-value&focus=a&groupBy=show&measure=share&models=linear');
    expect(carriedSelection(selection)).toEqual({ model: 'time_decay', halfLife: 3, days: 7 });
  });
});

describe('what the API is asked for', () => {
  it('ends after the last day that is shown, as the end of a report is not included', () => {
    expect(timeQuery({ from: '2026-11-01', to: '2026-11-07' }, '2026-11-20')).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-08T00:00:00.000Z',
    });
  });

  it('counts the last days with today', () => {
    expect(timeQuery({ days: 7 }, '2026-11-20')).toEqual({ from: '2026-11-14T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' });
  });

  it('is all stored time, all kinds, and the tenant’s own lookback and half-life unless chosen otherwise', () => {
    expect(reportQuery({}, { lookback: 14, halfLife: 3.5 }, '2026-11-20')).toEqual({
      from: undefined,
      to: undefined,
      lookbackDays: 14,
      halfLifeDays: 3.5,
      conversionKind: undefined,
      currency: undefined,
    });
  });
});
