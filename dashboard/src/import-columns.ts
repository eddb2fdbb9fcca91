import type { EventKind } from './imports-api.ts';

/** A field of ours that a column may hold; null is none. */
export type Mapping = (string | null)[];

const IDENTITY = [
  ['identity.userId', ['userid', 'customerid', 'customer', 'listenerid']],
  ['identity.emailSha256', ['emailsha256', 'emailhash', 'hashedemail', 'sha256email']],
  ['identity.emailMd5', ['emailmd5', 'md5email']],
  ['identity.ip', ['ip', 'ipaddress', 'clientip', 'listenerip', 'browserip']],
  ['identity.userAgent', ['useragent', 'ua', 'browser', 'player']],
  ['identity.deviceId', ['deviceid', 'idfa', 'gaid', 'maid', 'advertisingid']],
  ['identity.clickId', ['clickid']],
] as const;

const WHEN = ['occurredat', 'timestamp', 'datetime', 'time', 'date', 'createdat', 'eventtime'];

/** What shops call the column of order numbers, and everybody else that of people. */
const NAME = 'name';
const ORDER_NUMBER = /^#?(?:\p{Letter}{1,4}[-_#]?)?\d{1,20}$/u;

/** The fields of each kind, the likeliest first, with the words that name them in files from elsewhere. */
const FIELDS: Readonly<Record<EventKind, readonly (readonly [field: string, words: readonly string[]])[]>> = {
  touchpoints: [
    ['id', ['id', 'eventid', 'touchpointid', 'impressionid', 'exposureid', 'downloadid', 'requestid']],
    ['occurredAt', [...WHEN, 'downloadedat', 'servedat', 'requesttime']],
    ['kind', ['kind', 'eventtype', 'type', 'event']],
    ['campaign', ['campaign', 'campaignkey', 'campaignid', 'campaignname']],
    ['show', ['show', 'showkey', 'showid', 'showname', 'podcast', 'podcastname']],
    ['episode', ['episode', 'episodekey', 'episodeid', 'episodename', 'episodetitle']],
    ['placement', ['placement', 'placementkey', 'placementid', 'position', 'adposition']],
    ['channel', ['channel', 'medium']],
    ...IDENTITY,
    ['test', ['test', 'experiment']],
    ['arm', ['arm', 'variant']],
    ['consent', ['consent']],
  ],
  conversions: [
    ['id', ['id', 'conversionid', 'orderid', 'ordernumber', 'order', 'transactionid', 'eventid']],
    ['occurredAt', [...WHEN, 'orderdate', 'orderedat', 'purchasedat', 'paidat', 'ordertime']],
    ['kind', ['kind', 'conversiontype', 'type', 'eventtype', 'event']],
    ['valueMinor', ['valueminor', 'amountminor', 'cents', 'totalcents', 'amountcents']],
    ['amount', ['amount', 'total', 'value', 'revenue', 'ordertotal', 'totalprice', 'ordervalue', 'price', 'subtotal']],
    ['currency', ['currency', 'currencycode']],
    ['orderId', ['orderid', 'ordernumber', 'ordername', NAME]],
    ['promoCode', ['promocode', 'discountcode', 'couponcode', 'coupon', 'code', 'voucher']],
    ['isNewCustomer', ['isnewcustomer', 'newcustomer', 'firstorder']],
    ...IDENTITY,
    ['consent', ['consent']],
  ],
};

/** What a column may be said to hold. */
export const fieldsOf = (kind: EventKind): string[] => FIELDS[kind].map(([field]) => field);

const plain = (name: string) => name.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gu, '');

/** Whether a column is named as what is noted beside an event. */
export const isNote = (name: string) => /^metadata\.[^.]+$/.test(name);

/** Whether the first rows hold order numbers at a place, such as #1001. */
function holdsOrderNumbers(rows: readonly (readonly string[])[], place: number): boolean {
  const told = rows.map((cells) => cells[place]?.trim() ?? '').filter((cell) => cell !== '');
  return told.length > 0 && told.every((cell) => ORDER_NUMBER.test(cell));
}

/** What the columns of a file most likely hold, by their names and first rows: exactly ours first, then common words; each field once. */
export function guessMapping(header: readonly string[], kind: EventKind, rows: readonly (readonly string[])[]): Mapping {
  const mapping: Mapping = header.map((name) => {
    const exact = name.trim();
    // The same twice: cents are exact.
    if (exact === 'amount' && header.includes('valueMinor')) return null;
    return fieldsOf(kind).includes(exact) || isNote(exact) ? exact : null;
  });
  for (const [field, words] of FIELDS[kind]) {
    if (mapping.includes(field) || (field === 'amount' && mapping.includes('valueMinor'))) continue;
    const isFree = (word: string, at: number) => mapping[at] === null && (word !== NAME || holdsOrderNumbers(rows, at));
    const place = words.map((word) => header.findIndex((name, at) => plain(name) === word && isFree(word, at))).find((at) => at >= 0);
    if (place !== undefined) mapping[place] = field;
  }
  return mapping;
}

/** Which kind a file most likely holds. */
export function guessKind(header: readonly string[]): EventKind {
  const isSales = (name: string) => /^(order|total|amount|revenue|value|price|currency|promocode|discountcode)/.test(plain(name));
  return header.some(isSales) ? 'conversions' : 'touchpoints';
}

/** Whether a column says what a conversion is worth; only then it has a currency. */
export const holdsAmount = (mapping: Mapping) => mapping.includes('amount') || mapping.includes('valueMinor');

/** Fields that each event needs and that neither a column nor a choice for every line gives. */
export function missingFields(mapping: Mapping, kind: EventKind, defaults: Readonly<Record<string, string>>): string[] {
  const isGiven = (field: string) => mapping.includes(field) || defaults[field] !== undefined;
  const missing = ['id', 'occurredAt', 'kind'].filter((field) => !isGiven(field));
  if (kind === 'conversions' && holdsAmount(mapping) && !isGiven('currency')) missing.push('currency');
  return missing;
}

/** Whether there is anything in the file by which a person can be recognised. */
export const hasIdentity = (mapping: Mapping) => mapping.some((field) => field?.startsWith('identity.') === true || field === 'promoCode');

const INSTANT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Whether the first times of a file are such as are taken. */
export function timesFit(mapping: Mapping, rows: readonly (readonly string[])[]): boolean {
  const place = mapping.indexOf('occurredAt');
  return place < 0 || rows.every((cells) => cells[place] === undefined || cells[place] === '' || INSTANT.test(cells[place]));
}
