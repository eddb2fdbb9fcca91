import { NOW_MS } from './database.ts';
import type { World } from './world.ts';

const NOW = new Date(NOW_MS).toISOString();

/** What of the filled world reads better under another name: all of it is of the tenant whose examples are shown. */
const NAMES: [string, string][] = [
  ['of-mine', 'spring-sale'],
  ['spare-of-mine', 'summer-sale'],
  ['advertiser-of-mine', 'lumen-lamps'],
  ['placement-of-mine', 'morning-mid-roll'],
  ['spare-placement-of-mine', 'morning-post-roll'],
  ['aired-placement-of-mine', 'evening-mid-roll'],
  ['spare-aired-placement-of-mine', 'evening-post-roll'],
  ['CODE-OF-MINE', 'MORNING20'],
  ['link-of-mine', 'show-notes'],
  ['spare-link-of-mine', 'old-show-notes'],
  ['show-of-mine', 'morning-news'],
  ['episode-of-mine', 'morning-news-41'],
  ['a-show', 'evening-talk'],
  ['an-episode', 'evening-talk-12'],
  ['order-of-mine', 'order-1001'],
  ['shop-of-mine', 'lamp-shop'],
  ['spare-shop-of-mine', 'old-lamp-shop'],
  ['answer-of-mine', 'answer-1'],
  ['m-of-mine', 'slow-decay'],
  ['m-spare-of-mine', 'old-decay'],
  ['limit-of-of-mine', 'audio-of-a-month'],
  ['spare-limit-of-of-mine', 'old-limit'],
  ['hours_of_of_mine', 'audio_hours'],
  ['spare_of_of_mine', 'old_hours'],
  ['of_of_mine', 'edited'],
  ['tenant-1', 'my-shows'],
  ['Tenant 1', 'My shows'],
  ['Named', 'Spring sale'],
  ['Show of mine', 'Morning news'],
  ['invited-by-mine', 'vera'],
  ['of-theirs', 'winter-sale'],
  ['hours_of_of_theirs', 'mixing_hours'],
];

/** What a page shows in place of the names, addresses and credentials of a filled world. */
export function knownNames({ feeds, server, mine }: World, body: unknown = {}): [string, string][] {
  const { token, password, code } = body as Partial<Record<string, string>>;
  return [
    ...NAMES,
    [feeds.url('/mine'), 'https://feeds.example/morning-news'],
    [feeds.url(''), 'https://feeds.example'],
    [server.url, 'http://127.0.0.1:8080'],
    [mine.apiKey, 'earshot_live_…'],
    ...(token === undefined ? [] : ([[token, 'what-the-mailed-link-ends-with']] as [string, string][])),
    ...(password === undefined || password.includes(' ') ? [] : ([[password, 'the password']] as [string, string][])),
    ...(code === undefined || !/^\d{6}$/.test(code) ? [] : ([[code, '123456']] as [string, string][])),
    ...(code === undefined || !code.startsWith('earshot_') ? [] : ([[code, 'earshot_share_…']] as [string, string][])),
  ];
}

/** What no two installations have in common, and what a page shows of it. */
const MASKS: [RegExp, string][] = [
  [/\b(earshot_[a-z]+_)[\w-]{4,}…?/g, '$1…'],
  [/\b(earshot-)[\w-]{20,}/g, '$1…'],
  [/\b(whsec_)[\w+/=-]{20,}/g, '$1…'],
  [/\/hooks\/(\w+)\/[a-z0-9]{12}\b/g, '/hooks/$1/k3x9a2b7c4d1'],
  [/\/([el])\/[a-z0-9]{12}\b/g, '/$1/k3x9a2b7c4d1'],
  [/\?p=[a-z0-9]{12}(?:&k=[\w-]{16})?/g, '?p=k3x9a2b7c4d1'],
  [/\/([rx])\/\w{32}\b/g, '/$1/…'],
  [/(\/oauth\/consent\/)[\w-]{43}/g, '$1…'],
  [/\b(click_id=)[\w-]{22}/g, '$1…'],
  [/\bMCowBQYDK2VwAyEA[\w+/]+=*/g, 'MCowBQYDK2VwAyEA…'],
  [/(?<![\w+/-])[\w+/-]{80,}={0,2}/g, '…'],
  [/\b[0-9a-f]{16}\b/g, '0123456789abcdef'],
  [/\b[0-9a-f]{64}\b/g, '64 hexadecimal digits'],
  [/-----BEGIN PUBLIC KEY-----[\s\S]*/g, '-----BEGIN PUBLIC KEY-----…'],
  [/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}\b/g, 'XXXX-XXXX-XXXX-XXXX-XXXX'],
  [/\b[2-7A-Z]{32}\b/g, '…'],
  [/\b[2-7A-Z]{4}(?: [2-7A-Z]{4}){7}\b/g, 'XXXX XXXX …'],
  [/^<svg .*/gs, '<svg …'],
  [/(?<![\w+/-])(?=[\w+-]*[A-Z])(?=[\w+-]*[a-z0-9])[\w+-]{32,}={0,2}/g, '…'],
];

/** Members that differ from one run to the next whatever they are like, and what a page shows of them. */
const MEMBERS: Partial<Record<string, string>> = {
  nextCursor: 'of-the-last-item',
  publicId: 'k3x9a2b7c4d1',
  pixelId: 'k3x9a2b7c4d1',
  dueAt: NOW,
};

/** The interval of a figure is drawn by the ids of conversions, and so differs a little among so few. */
const DRAWN = { low: '…', high: '…' };

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}(?:Z|\+00:00)/g;
const HOUR_MS = 3_600_000;

/** The database says what time it is, and the rest of a test what time it shall be: pages show the latter. */
function steady(instant: string): string {
  const isOfDatabase = !instant.endsWith('.000Z') || Math.abs(Date.parse(instant) - Date.now()) < HOUR_MS;
  return isOfDatabase ? NOW : instant;
}

/** A text without what differs from one run to the next. */
export function maskedText(text: string): string {
  return MASKS.reduce((shown, [what, by]) => shown.replaceAll(what, by), text).replaceAll(INSTANT, steady);
}

/** A JSON value without what differs from one run to the next. */
export function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskedText(value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries('isFew' in value && 'value' in value ? { ...value, ...DRAWN } : value);
  return Object.fromEntries(
    members.map(([name, member]) => [maskedText(name), member === null ? null : (MEMBERS[name] ?? masked(member))]),
  );
}
