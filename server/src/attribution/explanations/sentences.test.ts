import { describe, expect, test } from 'vitest';
import type { ConversionEvidence } from '../../tracking/evidence/service.ts';
import type { Explained } from './rules.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { chosenBy } from '../reports/rules.ts';
import { type CreditedTouchpoint, ExplanationQuery } from './schema.ts';
import { explanationSentences, moneyText } from './sentences.ts';

const AT_MS = Date.parse('2026-11-15T12:00:00Z');

const conversion: ConversionEvidence = {
  id: 'order-1',
  orderId: '1',
  order: '1',
  shop: null,
  occurredAtMs: AT_MS,
  kind: 'purchase',
  source: 'server',
  valueMinor: 10_000,
  currency: 'USD',
  promoCode: null,
  isNewCustomer: null,
  connectionType: 'unknown',
  referrer: null,
  utm: null,
  refundedMinor: 0,
  chargedBackMinor: 0,
  isErased: false,
};

function touch(id: string, more: Partial<CreditedTouchpoint> = {}): CreditedTouchpoint {
  return {
    id,
    occurredAt: new Date(AT_MS - 3 * 86_400_000).toISOString(),
    kind: 'download',
    campaign: 'autumn',
    show: null,
    episode: null,
    channel: null,
    placement: null,
    deliveryEvidence: 'host_log_bytes',
    evidence: 'household_ip',
    synthetic: false,
    weight: 1,
    creditMinor: 10_000,
    creditConversions: 1,
    ...more,
  };
}

function explained(more: Partial<Explained>): Explained {
  const nothing = {
    organicMinor: 0,
    organicConversions: 0,
    touchpoints: [],
    matchedBy: [],
    codeCampaign: null,
    unused: [],
    matchedDays: [],
  };
  const workings = { touches: [], organic: '' };
  return { outcome: 'attributed', ...nothing, workings, ...more };
}

function told(
  more: Partial<Explained>,
  query: Record<string, string> = {},
  about: Partial<ConversionEvidence> = {},
  otherRecords: string[] = [],
): string[] {
  const telling = { conversion: { ...conversion, ...about }, explained: explained(more), otherRecords, duplicateOf: null, waiting: false };
  return explanationSentences({ ...telling, fit: null, query: chosenBy(ExplanationQuery.parse(query), TENANT_DEFAULTS) }).slice(1);
}

describe('the sentences', () => {
  test('tell what tied a touchpoint to the conversion by itself, and what a response added', () => {
    const lent = touch('d-1', { evidence: 'user_id' });
    const [, sentence] = told({ touchpoints: [lent], matchedBy: ['household_ip'], matchedDays: [3] });
    expect(sentence).toBe(
      "Download d-1 (campaign autumn, its delivery told by the bytes in a host's log), 3 days before, belongs to it because " +
        "it came from the same household's internet address, " +
        'and a response to its campaign carried the same user id; it earns 100.00 % of the credit: $100.00.',
    );
  });

  test('say where only a page reported it, and where other records of its order lend what they carried', () => {
    expect(told({ outcome: 'unattributed' }, {}, { source: 'pixel' })[0]).toBe(
      'Only a page reported it: no shop and no server has told of it.',
    );
    expect(told({ outcome: 'unattributed' }, {}, { source: 'pixel' }, ['b'])[0]).toBe(
      'Its order was told 2 times: this record counts, and what b carried belongs to it, too.',
    );
    expect(told({ outcome: 'unattributed' }, {}, {}, ['b', 'c', 'd', 'e'])[0]).toContain('what b, c, d and 1 more carried');
    expect(told({ outcome: 'unattributed' })[0]).toContain('No touchpoint');
  });

  test('say of an erased conversion that its person was erased, and nothing of touchpoints', () => {
    expect(told({ outcome: 'unattributed' }, {}, { isErased: true, id: 'erased:1' })).toEqual([
      'The person behind it was erased. Its amount and its day are left, and it is unattributed in every model.',
    ]);
  });

  test('say of one touchpoint that it takes all, and of several what the model does with them', () => {
    const [first, last] = [touch('a', { weight: 0, creditMinor: 0 }), touch('b')];
    expect(told({ touchpoints: [last], matchedBy: ['click_id'], matchedDays: [3] })[0]).toBe(
      'Within 30 days before it, 1 touchpoint belongs to it and takes all of the credit.',
    );
    const several = { touchpoints: [first, last], matchedBy: ['click_id' as const, 'click_id' as const], matchedDays: [3, 3] };
    expect(told(several, { model: 'last_touch' })[0]).toBe(
      'Within 30 days before it, 2 touchpoints belong to it; the model Last touch splits the credit among them.',
    );
  });

  test('say why a synthetic touchpoint stands there, in either reading of responses', () => {
    const synthetic = { touchpoints: [touch('promo:order-1', { synthetic: true })], matchedBy: [null] };
    expect(told(synthetic)[1]).toContain(
      'Its promo code, or another response, names campaign autumn, and no ad of that is on record in the lookback, so promo:order-1 stands',
    );
    expect(told(synthetic, { responseSignals: 'touchpoint' })[1]).toContain(
      'The promo code of campaign autumn counts as a touchpoint of its own',
    );
  });

  test('never deny a promo code that the options dropped, nor a touchpoint they left out', () => {
    const options = { minEvidence: 'device_id', touchpointKind: 'download,click' };
    const chosen = 'evidence at least device_id, touchpoints of the kind download or click, responses as evidence';
    expect(told({ outcome: 'unattributed', codeCampaign: 'autumn' }, options)).toEqual([
      `Its promo code names the campaign autumn, but that takes no credit under the options chosen (${chosen}); it is unattributed.`,
    ]);
    expect(told({ outcome: 'unattributed', matchedDays: [3, 2] }, options)).toEqual([
      `2 touchpoints belong to it, but nothing takes credit under the options chosen (${chosen}); it is unattributed.`,
    ]);
  });

  test('say how far the latest touchpoint lies outside the lookback', () => {
    expect(told({ outcome: 'unattributed', matchedDays: [45.4] })).toEqual([
      '1 touchpoint belongs to it, but the latest lies 45.4 days before it, outside the lookback of 30 days; it is unattributed.',
    ]);
  });

  test('count what earns nothing by its reason', () => {
    const { weight: _weight, creditMinor: _minor, creditConversions: _parts, synthetic: _synthetic, ...rest } = touch('u');
    const unused = (['outside_lookback', 'evidence_only', 'outside_lookback'] as const).map((why) => ({ ...rest, why }));
    const credited = { touchpoints: [touch('a')], matchedBy: ['click_id' as const], matchedDays: [40, 35, 3, 2] };
    expect(told({ ...credited, unused })).toContain(
      '3 further touchpoints on record earn nothing here: 2 outside the lookback, 1 evidence for an exposure rather than one.',
    );
    expect(told({ ...credited, unused: unused.slice(0, 1) })).toContain(
      '1 further touchpoint on record earns nothing here: outside the lookback.',
    );
  });

  test('split a refunded value, and end with its sum', () => {
    const sentences = told({ touchpoints: [touch('a')], matchedBy: ['click_id'], matchedDays: [3] }, {}, { refundedMinor: 4_000 });
    expect(sentences[0]).toBe('$40.00 was refunded, so credit is computed on $60.00.');
    expect(sentences.at(-1)).toBe('Together that is $60.00, exactly what the credit is computed on.');
  });
});

test.each([
  [41_237, 'USD', '$412.37'],
  [1_234_500, 'HUF', 'HUF 12,345.00'],
  [1_235, 'JPY', '¥1,235'],
  [1_500, 'KWD', 'KWD 1.500'],
])('%i minor units of %s read %s', (minor, currency, text) => {
  expect(moneyText(minor, currency).replaceAll('\u00a0', ' ')).toBe(text);
});
