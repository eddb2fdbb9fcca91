import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONVERSION_KINDS, GROUPINGS, MODELS, RULES } from './api.ts';
import {
  creditQuery,
  dayBefore,
  knownQuery,
  shareQuery,
  unitQuery,
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
    expect(open('?groupBy=campaign&measure=value&unit=show')).toEqual({});
    expect(open(`?models=${RULES.join(',')}`)).toEqual({});
  });

  it('leaves out the model, lookback and half-life that the tenant has settled for, and no others', () => {
    const usual = windowDefaults({ lookbackDays: 14, halfLifeDays: 3, defaultModel: 'ends' });
    expect(withoutWindowDefaults(open('?model=ends'), usual)).toEqual({});
    expect(withoutWindowDefaults(open('?model=linear'), usual)).toEqual({ model: 'linear' });
    expect(withoutWindowDefaults(open('?model=linear'), windowDefaults(null))).toEqual({});
    expect(withoutWindowDefaults(open('?lookback=14&halfLife=3&days=7'), usual)).toEqual({ days: 7 });
    expect(withoutWindowDefaults(open('?lookback=30&halfLife=7'), usual)).toEqual({ lookback: 30, halfLife: 7 });
  });

  it.each([
    ['what cannot be a model', 'model=Markov 9'],
    ['what cannot be models', 'models=1a,B'],
    ['version 0 of a model', 'model=ends@0'],
    ['a unit that models do not tell apart', 'unit=day'],
    ['a lookback of none', 'lookback=0'],
    ['a lookback beyond 90 days', 'lookback=91'],
    ['a lookback that is no number', 'lookback=1e1'],
    ['a half-life below zero', 'halfLife=-7'],
    ['a day that does not exist', 'from=2026-02-30'],
    ['a day written otherwise', 'from=01.02.2026'],
    ['a day of knowledge that does not exist', 'asOf=2026-02-30'],
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
        model: fc.constantFrom(...MODELS, 'ends', 'ends@2'),
        unit: fc.constantFrom('show', 'campaign'),
        models: fc.subarray([...MODELS, 'ends', 'a_1@12'], { minLength: 1 }),
        groupBy: fc.constantFrom(...GROUPINGS),
        measure: fc.constantFrom(...MEASURES),
        days: fc.integer({ min: 1, max: 400 }).map(String),
        from: day.map((date) => date.toISOString().slice(0, 10)),
        to: day.map((date) => date.toISOString().slice(0, 10)),
        kinds: fc.subarray([...CONVERSION_KINDS], { minLength: 1 }),
        lookback: fc.integer({ min: 1, max: 90 }),
        halfLife: fc.integer({ min: 1, max: 365 }),
        asOf: day.map((date) => date.toISOString().slice(0, 10)),
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
    const usual = { lookback: 14, halfLife: 3.5, model: 'linear' };
    expect(reportQuery({}, usual, '2026-11-20')).toEqual({
      from: undefined,
      to: undefined,
      lookbackDays: 14,
      halfLifeDays: 3.5,
      conversionKind: undefined,
      currency: undefined,
    });
  });

  it('is what was known by the end of the chosen day, and carried to other rooms', () => {
    expect(knownQuery({})).toEqual({});
    expect(knownQuery(open('?asOf=2026-02-28'))).toEqual({ asOf: '2026-03-01T00:00:00.000Z' });
    expect(carriedSelection(open('?asOf=2026-02-28&sort=-value'))).toEqual({ asOf: '2026-02-28' });
    expect(dayBefore('2026-03-01', 1)).toBe('2026-02-28');
  });

  it('leaves to models of one’s own what they fix', () => {
    const usual = { lookback: 14, halfLife: 3.5, model: 'linear' };
    expect(creditQuery({ lookback: 7, halfLife: 2 }, usual, { lookbackDays: 10 })).toEqual({ lookbackDays: undefined, halfLifeDays: 2 });
    expect(unitQuery({ unit: 'campaign' }, {})).toEqual({ unit: 'campaign' });
    expect(unitQuery({ unit: 'campaign' }, { unit: 'show' })).toEqual({});
  });

  it('has a page shared under the options that are looked at, without those that the model fixes or does not have', () => {
    const usual = { lookback: 14, halfLife: 3.5, model: 'linear' };
    const chosen = { unit: 'campaign', lookback: 7 } as const;
    expect(shareQuery('markov', chosen, usual, {})).toEqual({ model: 'markov', lookbackDays: 7, unit: 'campaign' });
    expect(shareQuery('ends@1', chosen, usual, { lookbackDays: 20, unit: 'show' })).toEqual({ model: 'ends@1' });
    expect(shareQuery('time_decay', {}, usual, {})).toMatchObject({ lookbackDays: 14, halfLifeDays: 3.5 });
  });
});
