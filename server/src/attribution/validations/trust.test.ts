import { describe, expect, test } from 'vitest';
import { cautionSentence, type ScoresInWorld, trustSentence } from './trust.ts';

const world = (name: ScoresInWorld['world'], bias: number, rankCorrelation: number, creditToZeroEffect: number): ScoresInWorld => ({
  world: name,
  scores: { bias, rankCorrelation, creditToZeroEffect, totalVariation: 0 },
});

describe('the sentence on when to trust a model', () => {
  test('praises what is right in every world', () => {
    expect(trustSentence([world('threshold', 0.04, 0.9, 0.01), world('crowded-lines', -0.09, 0.8, 0.02)])).toBe(
      'Trust its order of campaigns. Its sum is what ads caused, to within 10 %. Campaigns that do nothing get at most 2 % of its credit.',
    );
  });

  test('warns of what is wrong in every world, with the worst of it', () => {
    expect(trustSentence([world('threshold', 0.4, 0.9, 0.3)], 'show')).toBe(
      'Trust its order of shows. Do not take its sum for what ads caused: it is 1.40 to 1.40 times that. ' +
        'Shows that do nothing get up to 30 % of its credit, most where ads work only when repeated.',
    );
    expect(trustSentence([world('threshold', 0.4, 0.1, 0.3), world('demand-targeted', 0.9, -0.2, 0.41)])).toBe(
      'Do not rank campaigns by it. Do not take its sum for what ads caused: it is 1.40 to 1.90 times that. ' +
        'Campaigns that do nothing get up to 41 % of its credit, most where ads seek people about to buy.',
    );
  });

  test('tells the worlds apart in which an order is good, a hint, and none', () => {
    const all = [
      world('additive-hazard', 0, 0.8, 0),
      world('threshold', 0, 0.79, 0),
      world('logged-choice', 0, 0.5, 0),
      world('demand-targeted', 0, 0.49, 0),
    ];
    expect(trustSentence(all)).toContain(
      'Trust its order of campaigns where every ad adds a little; take its order for a hint where ads work only when repeated and where ' +
        'brands compete through the seasons; do not rank campaigns by it where ads seek people about to buy.',
    );
  });

  test('takes a sum for the truth in no model that is off by more than a tenth in any world', () => {
    expect(trustSentence([world('threshold', 0, 1, 0), world('logged-choice', -0.11, 1, 0)])).toContain('it is 0.89 to 1.00 times that');
  });
});

describe('the caution on few runs', () => {
  const none = { bias: null, rankCorrelation: null, creditToZeroEffect: null, totalVariation: null };

  test('says that one run is one, and where the figures of many stand', () => {
    expect(cautionSentence({ runs: 1, on: 'worlds' }, none)).toBe(
      'All of this is from one run, and another one may say otherwise; docs/validation.md says the same of 20 runs.',
    );
  });

  test('says how far chance moves what a few runs found', () => {
    expect(cautionSentence({ runs: 3, on: 'own_data' }, { ...none, bias: 0.031, rankCorrelation: 0.1 })).toBe(
      'All of this is from 3 runs: the standard error of its bias is 0.03, that of its rank correlation is 0.10; ' +
        'ask for more runs to be surer.',
    );
  });

  test('is silent where as many were run as were published', () => {
    expect(cautionSentence({ runs: 20, on: 'worlds' }, none)).toBeUndefined();
  });
});
