import { MODELS } from '../../../../engine/src/index.ts';
import type { ConversionEvidence } from '../../tracking/evidence/service.ts';
import type { Explained } from './rules.ts';
import type { CreditedTouchpoint, ExplanationQuery } from './schema.ts';
import { netValue } from './rules.ts';

const DAY_MS = 86_400_000;

/** How each class of evidence reads. */
const EVIDENCE_TEXTS: Record<string, string> = {
  click_id: 'it carried the same click id',
  user_id: 'it carried the same user id',
  email_hash: 'it carried the same e-mail hash',
  device_id: 'it carried the same device id',
  promo_code: 'the promo code of its campaign was used',
  survey: 'the buyer named its campaign in a survey',
  ip_user_agent: 'it came from the same address with the same user agent',
  household_ip: 'it came from the same household address',
};

const KIND_TEXTS: Record<string, string> = {
  download: 'Download',
  impression: 'Impression',
  click: 'Click',
  vanity_visit: 'Vanity visit',
  promo_code: 'Promo code',
  survey: 'Survey answer',
};

/** An amount in minor units as a person writes it, such as $412.37; the number of decimals is the currency's own. */
export function moneyText(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** decimals);
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

function earn(count: number): string {
  return count === 1 ? 'earns' : 'earn';
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function valueSentences(conversion: ConversionEvidence): string[] {
  const { kind, id, occurredAtMs, valueMinor, currency, refundedMinor } = conversion;
  const opening = `${capitalised(kind)} ${id} on ${dateText(occurredAtMs)}`;
  const net = netValue(conversion);
  if (valueMinor === null || currency === null || net === null)
    return [`${opening} carries no value, so its credit is counted in conversions only.`];
  const worth = `${opening} was worth ${moneyText(valueMinor, currency)}.`;
  if (refundedMinor === 0) return [worth];
  return [worth, `${moneyText(refundedMinor, currency)} was refunded, so credit is computed on ${moneyText(net, currency)}.`];
}

function placeText({ campaign, show, episode }: CreditedTouchpoint): string {
  const parts = [campaign === null ? 'no campaign' : `campaign ${campaign}`];
  if (show !== null) parts.push(`show ${show}`);
  if (episode !== null) parts.push(`episode ${episode}`);
  return parts.join(', ');
}

function touchSentence(touch: CreditedTouchpoint, conversion: ConversionEvidence): string {
  const share = `${(touch.weight * 100).toFixed(2)} % of the credit`;
  const money =
    conversion.currency === null || conversion.valueMinor === null ? '' : `: ${moneyText(touch.creditMinor, conversion.currency)}`;
  if (touch.synthetic) {
    return `No exposure of ${placeText(touch)} explains the response, so ${touch.id} stands for it; it earns ${share}${money}.`;
  }
  const before = spanText(conversion.occurredAtMs - Date.parse(touch.occurredAt));
  const because = EVIDENCE_TEXTS[touch.evidence] ?? touch.evidence;
  const what = `${KIND_TEXTS[touch.kind] ?? touch.kind} ${touch.id} (${placeText(touch)}), ${before} before`;
  return `${what}, belongs to it because ${because}; it earns ${share}${money}.`;
}

function unattributedSentence({ matchedDays }: Explained, query: ExplanationQuery): string {
  if (matchedDays.length === 0) {
    const reason = 'No touchpoint of the 90 days before it can be tied to it by address, device, user, e-mail or click';
    return `${reason}, and no promo code names a campaign; it is unattributed in every model.`;
  }
  const nearest = Math.min(...matchedDays);
  const found = `${counted(matchedDays.length, 'touchpoint')} ${matchedDays.length === 1 ? 'belongs' : 'belong'} to it`;
  if (nearest > query.lookbackDays) {
    const outside = `outside the lookback of ${counted(query.lookbackDays, 'day')}`;
    return `${found}, but the latest lies ${spanText(nearest * DAY_MS)} before it, ${outside}; it is unattributed.`;
  }
  return `${found}, but none meets the options chosen (evidence at least ${query.minEvidence}); it is unattributed.`;
}

function creditSentences(explained: Explained, conversion: ConversionEvidence, query: ExplanationQuery): string[] {
  const { touchpoints, matchedDays } = explained;
  const title = MODELS.find(({ name }) => name === query.model)?.title ?? query.model;
  const lookback = counted(query.lookbackDays, 'day');
  const sentences = [
    `Within ${lookback} before it, ${counted(touchpoints.length, 'touchpoint')} ${earn(touchpoints.length)} credit ` +
      `under the model ${title}.`,
  ];
  for (const touch of touchpoints) sentences.push(touchSentence(touch, conversion));
  const unused = matchedDays.length - touchpoints.filter(({ synthetic }) => !synthetic).length;
  if (unused > 0) {
    const reasons = 'outside the lookback, too weak, a repeat, or evidence for an exposure rather than one';
    sentences.push(`${counted(unused, 'further touchpoint')} on record ${earn(unused)} nothing here: ${reasons}.`);
  }
  const net = netValue(conversion);
  if (net !== null && conversion.currency !== null) {
    sentences.push(`Together that is ${moneyText(net, conversion.currency)}, to the last minor unit.`);
  }
  return sentences;
}

/** What a reader is told about a conversion beside the figures. */
export interface Telling {
  conversion: ConversionEvidence;
  /** Undefined while the path has not been built, and for a duplicate. */
  explained: Explained | undefined;
  duplicateOf: string | null;
  waiting: boolean;
  query: ExplanationQuery;
}

/**
 * The explanation in plain words: what the conversion was worth, what belongs to it and why, and how its credit is split to the last unit.
 */
export function explanationSentences({ conversion, explained, duplicateOf, waiting, query }: Telling): string[] {
  const sentences = valueSentences(conversion);
  if (duplicateOf !== null) {
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
    sentences.push(...creditSentences(explained, conversion, query));
  }
  if (waiting && (explained !== undefined || duplicateOf !== null))
    sentences.push('Events are still being matched, so this may change shortly.');
  return sentences;
}
