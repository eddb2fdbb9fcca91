import { DATA_DRIVEN_MODELS, MODELS } from '../../../../engine/src/index.ts';
import type { ConversionEvidence } from '../../tracking/evidence/service.ts';
import { minorDigits } from '../../platform/money.ts';
import type { ExposureEvidence } from '../../tracking/intake/schema.ts';
import type { EvidenceClass } from '../paths/codes.ts';
import type { Explained } from './rules.ts';
import type { Chosen, FitNote } from '../reports/schema.ts';
import { type CreditedTouchpoint, type ExplanationQuery, UNUSED_REASONS, type UnusedTouchpoint } from './schema.ts';
import { netValue } from './rules.ts';

const DAY_MS = 86_400_000;

/** How a touchpoint was tied to a conversion by itself. */
const EVIDENCE_TEXTS: Record<EvidenceClass, string> = {
  click_id: 'it carried the same click id',
  user_id: 'it carried the same user id',
  email_hash: 'it carried the same e-mail address, hashed',
  device_id: 'it carried the same device id',
  promo_code: 'the promo code of its campaign was used',
  survey: 'a survey answer names its campaign',
  ip_user_agent: 'it came from the same internet address with the same app or browser',
  household_ip: "it came from the same household's internet address",
};

/** What a response to its campaign adds to that. */
const LENT_TEXTS: Record<EvidenceClass, string> = {
  click_id: 'a response to its campaign carried the same click id',
  user_id: 'a response to its campaign carried the same user id',
  email_hash: 'a response to its campaign carried the same e-mail address, hashed',
  device_id: 'a response to its campaign carried the same device id',
  promo_code: EVIDENCE_TEXTS.promo_code,
  survey: EVIDENCE_TEXTS.survey,
  ip_user_agent: 'a response to its campaign came from the same internet address with the same app or browser',
  household_ip: "a response to its campaign came from the same household's internet address",
};

const KIND_TEXTS: Record<CreditedTouchpoint['kind'], string> = {
  download: 'Download',
  impression: 'Impression',
  click: 'Click',
  vanity_visit: 'Vanity visit',
  promo_code: 'Promo code',
  survey: 'Survey answer',
};

/** How its delivery is known. */
const DELIVERY_TEXTS: Record<ExposureEvidence, string> = {
  ad_pixel: "its delivery told by the ad's own pixel",
  host_log_bytes: "its delivery told by the bytes in a host's log",
  prefix_request: 'asked for through a prefix, which sees requests and not bytes',
  reported: 'as whoever sent it reports',
};

/** An amount in minor units as a person writes it, such as $412.37; the number of decimals is the currency's own (ISO 4217). */
export function moneyText(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(minor / 10 ** digits);
}

function dateText(ms: number): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(ms);
  return `${day} at ${new Date(ms).toISOString().slice(11, 16)} UTC`;
}

/** A span of time in its largest fitting unit, such as "14 days" or "3 hours". */
export function spanText(ms: number): string {
  const units = [
    [DAY_MS, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1_000, 'second'],
  ] as const;
  for (const [size, name] of units) {
    const count = Math.round((ms / size) * 10) / 10;
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return 'less than a second';
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function belong(count: number): string {
  return count === 1 ? 'belongs' : 'belong';
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function valueSentences(conversion: ConversionEvidence): string[] {
  const { kind, id, occurredAtMs, valueMinor, currency, refundedMinor, chargedBackMinor } = conversion;
  const name = id === '' ? `The ${kind}` : `${capitalised(kind)} ${id}`;
  const opening = `${name} on ${dateText(occurredAtMs)}`;
  const net = netValue(conversion);
  if (valueMinor === null || currency === null || net === null)
    return [`${opening} carries no value, so its credit is counted in conversions only.`];
  const worth = `${opening} was worth ${moneyText(valueMinor, currency)}.`;
  if (refundedMinor === 0) return [worth];
  const refunded = refundedMinor - chargedBackMinor;
  const parts = [
    ...(refunded > 0 ? [`${moneyText(refunded, currency)} was refunded`] : []),
    ...(chargedBackMinor > 0 ? [`${moneyText(chargedBackMinor, currency)} was taken back by the buyer's bank (chargeback)`] : []),
  ];
  return [worth, `${parts.join(', and ')}, so credit is computed on ${moneyText(net, currency)}.`];
}

function placeText({ campaign, show, episode }: CreditedTouchpoint): string {
  const parts = [campaign === null ? 'no campaign' : `campaign ${campaign}`];
  if (show !== null) parts.push(`show ${show}`);
  if (episode !== null) parts.push(`episode ${episode}`);
  return parts.join(', ');
}

function earnsText(
  { weight, creditMinor }: CreditedTouchpoint,
  { currency, valueMinor }: ConversionEvidence,
  working: string | undefined,
): string {
  const reckoned = working === undefined || working === '' ? '' : ` (${working})`;
  const share = `it earns ${(weight * 100).toFixed(2)} % of the credit${reckoned}`;
  return currency === null || valueMinor === null ? `${share}.` : `${share}: ${moneyText(creditMinor, currency)}.`;
}

function syntheticSentence(touch: CreditedTouchpoint, { conversion, query }: Case, working: string | undefined): string {
  const named = `Its promo code, or another response, names ${placeText(touch)}`;
  const reason =
    query.responseSignals === 'touchpoint'
      ? `The promo code of ${placeText(touch)} counts as a touchpoint of its own, ${touch.id}`
      : `${named}, and no ad of that is on record in the lookback, so ${touch.id} stands for the ad`;
  return `${reason}; ${earnsText(touch, conversion, working)}`;
}

function touchSentence(touch: CreditedTouchpoint, matchedBy: EvidenceClass | null, about: Case, working: string | undefined): string {
  if (matchedBy === null) return syntheticSentence(touch, about, working);
  const { conversion } = about;
  const before = spanText(conversion.occurredAtMs - Date.parse(touch.occurredAt));
  const lent = touch.evidence === matchedBy ? '' : `, and ${LENT_TEXTS[touch.evidence]}`;
  const known = touch.deliveryEvidence === null ? '' : `, ${DELIVERY_TEXTS[touch.deliveryEvidence]}`;
  const what = `${KIND_TEXTS[touch.kind]} ${touch.id} (${placeText(touch)}${known}), ${before} before`;
  return `${what}, belongs to it because ${EVIDENCE_TEXTS[matchedBy]}${lent}; ${earnsText(touch, conversion, working)}`;
}

function optionsText({ minEvidence, touchpointKind, responseSignals }: Chosen<ExplanationQuery>): string {
  const kinds = touchpointKind === undefined ? '' : `, touchpoints of the kind ${touchpointKind.join(' or ')}`;
  return `evidence at least ${minEvidence}${kinds}, responses as ${responseSignals}`;
}

function unattributedSentence({ matchedDays, codeCampaign }: Explained, query: Chosen<ExplanationQuery>): string {
  const count = matchedDays.length;
  const code = codeCampaign === null ? '' : `its promo code names the campaign ${codeCampaign}`;
  if (count === 0 && code === '') {
    const reason = 'No touchpoint of the 90 days before it can be tied to it by address, device, user, e-mail or click';
    return `${reason}, and no promo code names a campaign; it is unattributed in every model.`;
  }
  if (count === 0)
    return `${capitalised(code)}, but that takes no credit under the options chosen (${optionsText(query)}); it is unattributed.`;
  const found = `${counted(count, 'touchpoint')} ${belong(count)} to it${code === '' ? '' : `, and ${code}`}`;
  const nearest = Math.min(...matchedDays);
  if (nearest > query.lookbackDays && code === '') {
    const outside = `outside the lookback of ${counted(query.lookbackDays, 'day')}`;
    return `${found}, but the latest lies ${spanText(nearest * DAY_MS)} before it, ${outside}; it is unattributed.`;
  }
  return `${found}, but nothing takes credit under the options chosen (${optionsText(query)}); it is unattributed.`;
}

/** What went to nobody, and that all parts together are what the credit is computed on. */
function sumSentences({ touchpoints, organicConversions, organicMinor, workings }: Explained, conversion: ConversionEvidence): string[] {
  const { currency } = conversion;
  const net = netValue(conversion);
  const sentences: string[] = [];
  if (organicConversions > 0) {
    const money = currency === null || net === null ? '' : `, ${moneyText(organicMinor, currency)}`;
    const share = `${(100 * organicConversions).toFixed(2)} % of the credit`;
    sentences.push(`The model gives ${share}${money}, to no ad (organic, a model estimate; ${workings.organic}).`);
  }
  if (net === null || currency === null) return sentences;
  const parts = [...touchpoints.map(({ creditMinor }) => creditMinor), ...(organicConversions > 0 ? [organicMinor] : [])];
  const sum = parts.length === 1 ? '' : `${parts.map((part) => moneyText(part, currency)).join(' + ')} = `;
  sentences.push(`Together that is ${sum}${moneyText(net, currency)}, exactly what the credit is computed on.`);
  if (parts.length > 1 && touchpoints.some(({ weight, creditMinor }) => creditMinor !== Math.round(weight * net)))
    sentences.push('What rounding leaves over goes to the largest remainders, the earlier touchpoint first where they are equal.');
  return sentences;
}

/** Why touchpoints earn nothing. */
const UNUSED_TEXTS: Record<UnusedTouchpoint['why'], string> = {
  outside_lookback: 'outside the lookback',
  too_weak: 'tied to it by too weak evidence',
  other_kind: 'of a kind that was not asked for',
  evidence_only: 'evidence for an exposure rather than one',
  repeat: 'a repeat of the same day',
};

function unusedSentence(unused: readonly UnusedTouchpoint[]): string {
  const opening = `${counted(unused.length, 'further touchpoint')} on record ${unused.length === 1 ? 'earns' : 'earn'} nothing here`;
  const counts = UNUSED_REASONS.map((why) => [why, unused.filter((one) => one.why === why).length] as const).filter(
    ([, count]) => count > 0,
  );
  const reasons = counts.map(([why, count]) => (counts.length === 1 ? UNUSED_TEXTS[why] : `${count} ${UNUSED_TEXTS[why]}`));
  return `${opening}: ${reasons.join(', ')}.`;
}

function creditSentences(explained: Explained, about: Case): string[] {
  const { touchpoints, matchedBy, unused, organicConversions, workings } = explained;
  const { conversion, query, fit } = about;
  const count = touchpoints.length;
  const { model = 'linear' } = query;
  const known = [...MODELS, ...DATA_DRIVEN_MODELS].find(({ name }) => name === model);
  const title = known?.title ?? `${model}, which is one of the tenant's own,`;
  const opening = `Within ${counted(query.lookbackDays, 'day')} before it, ${counted(count, 'touchpoint')} ${belong(count)} to it`;
  const sentences = [
    count === 1 && organicConversions === 0
      ? `${opening} and takes all of the credit.`
      : `${opening}; the model ${title} splits the credit among them${organicConversions > 0 ? ' and what no ad earned' : ''}.`,
  ];
  if (count > 1 && known !== undefined) sentences.push(`${known.title}: ${known.description}`);
  if (fit !== null && fit.id === null && fit.says !== null) return [`${opening}. ${fit.says}`];
  if (fit !== null && fit.conversions !== null && fit.says?.startsWith('Not enough')) return [`${opening}. ${fit.says}`];
  touchpoints.forEach((touch, place) => sentences.push(touchSentence(touch, matchedBy[place], about, workings.touches[place])));
  if (unused.length > 0) sentences.push(unusedSentence(unused));
  return [...sentences, ...sumSentences(explained, conversion)];
}

/** Which conversion is told about, and under which options. */
interface Case {
  conversion: ConversionEvidence;
  query: Chosen<ExplanationQuery>;
  fit: FitNote | null;
}

/** What a reader is told about a conversion beside the figures. */
export interface Telling {
  conversion: ConversionEvidence;
  /** Undefined while the path has not been built, and for a duplicate. */
  explained: Explained | undefined;
  /** Ids of the other records of its order. */
  otherRecords: readonly string[];
  duplicateOf: string | null;
  waiting: boolean;
  query: Chosen<ExplanationQuery>;
  fit: FitNote | null;
}

const MOST_NAMED = 3;

/** Who told of it, where that bears on how far it is to be trusted, and which other records of its order there are. */
function recordSentences({ conversion, otherRecords, duplicateOf }: Telling): string[] {
  if (conversion.isErased || duplicateOf !== null) return [];
  if (otherRecords.length === 0) {
    return conversion.source === 'pixel' ? ['Only a page reported it: no shop and no server has told of it.'] : [];
  }
  const named = otherRecords.slice(0, MOST_NAMED).join(', ');
  const more = otherRecords.length > MOST_NAMED ? ` and ${otherRecords.length - MOST_NAMED} more` : '';
  return [`Its order was told ${otherRecords.length + 1} times: this record counts, and what ${named}${more} carried belongs to it, too.`];
}

/**
 * The explanation in plain words: what the conversion was worth, what belongs to it and why, and how its credit is split to the last unit.
 */
export function explanationSentences(telling: Telling): string[] {
  const { conversion, explained, duplicateOf, waiting, query } = telling;
  const sentences = [...valueSentences(conversion), ...recordSentences(telling)];
  if (conversion.isErased) {
    sentences.push('The person behind it was erased. Its amount and its day are left, and it is unattributed in every model.');
  } else if (duplicateOf !== null) {
    sentences.push(
      `It is another record of the order that ${duplicateOf} stands for; ${duplicateOf} counts, and this one earns no credit.`,
    );
  } else if (explained === undefined) {
    sentences.push('It was stored and has not been matched yet; ask again in a few seconds.');
  } else if (explained.outcome === 'excluded') {
    sentences.push('The options chosen leave it out: an earlier customer, an earlier visitor, or a source that was excluded.');
  } else if (explained.outcome === 'filtered') {
    sentences.push('The options chosen count new customers only, and this buyer is not one.');
  } else if (explained.outcome === 'unattributed') {
    sentences.push(unattributedSentence(explained, query));
  } else {
    sentences.push(...creditSentences(explained, { conversion, query, fit: telling.fit }));
  }
  if (waiting && (explained !== undefined || duplicateOf !== null))
    sentences.push('Events are still being matched, so this may change shortly.');
  return sentences;
}
