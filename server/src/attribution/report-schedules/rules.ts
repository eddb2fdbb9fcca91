import { createHmac, timingSafeEqual } from 'node:crypto';
import { dayAfter, dayIn, startOfDayIn } from '../../platform/zone-days.ts';
import type { NewReportSchedule } from './schema.ts';

const HOUR_MS = 3_600_000;
/** So many schedules of a tenant. */
export const MOST_SCHEDULES = 50;
/** So long mails wait for events that are still to be matched; then they go as the figures are, and say so. */
export const LONGEST_WAIT_MS = 3 * HOUR_MS;

function hourIn(timeZone: string, atMs: number): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(atMs));
}

/** The instant of an hour of a day in a zone; an hour that clocks skip is the one after it, of one that comes twice it is the first. */
function hourOf(timeZone: string, day: string, hour: number): number {
  const start = startOfDayIn(timeZone, day);
  for (let ms = start; ms < start + 26 * HOUR_MS; ms += HOUR_MS / 4)
    if (hourIn(timeZone, ms) >= hour || dayIn(timeZone, ms) > day) return ms;
  return start;
}

type When = Pick<NewReportSchedule, 'every' | 'hour' | 'weekday' | 'monthDay'>;

function isDue({ every, weekday, monthDay }: When, day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  if (every === 'week') return (date.getUTCDay() || 7) === weekday;
  return every === 'day' || date.getUTCDate() === monthDay;
}

/** The first instant after another at which a schedule is due, in milliseconds. */
export function nextDue(when: When, timeZone: string, afterMs: number): number {
  const today = dayIn(timeZone, afterMs);
  for (let days = 0; days <= 62; days += 1) {
    const day = dayAfter(today, days);
    const at = isDue(when, day) ? hourOf(timeZone, day, when.hour) : 0;
    if (at > afterMs) return at;
  }
  throw new RangeError('a schedule that is due within two months, whatever it is');
}

/** Whom a link to stop mails is for. */
export interface Recipient {
  tenantId: string;
  scheduleId: string;
  recipientId: string;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TOKEN = new RegExp(`^(${UUID})\\.(${UUID})\\.(${UUID})\\.([A-Za-z0-9_-]{43})$`);

function signatureOf(key: Buffer, { tenantId, scheduleId, recipientId }: Recipient): Buffer {
  return createHmac('sha256', key).update(`${tenantId}.${scheduleId}.${recipientId}`).digest();
}

/** What stands in a link to stop mails: whose, and that we made it. It is stored nowhere. */
export function stopToken(key: Buffer, recipient: Recipient): string {
  const { tenantId, scheduleId, recipientId } = recipient;
  return `${tenantId}.${scheduleId}.${recipientId}.${signatureOf(key, recipient).toString('base64url')}`;
}

/** Whom a token is for; undefined for one that we did not make. */
export function readStopToken(keys: readonly Buffer[], token: string): Recipient | undefined {
  const read = TOKEN.exec(token);
  if (!read) return undefined;
  const [, tenantId, scheduleId, recipientId, signature] = read;
  const recipient = { tenantId, scheduleId, recipientId };
  const given = Buffer.from(signature, 'base64url');
  return keys.some((key) => given.length === 32 && timingSafeEqual(given, signatureOf(key, recipient))) ? recipient : undefined;
}
