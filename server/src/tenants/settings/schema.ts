import { z } from 'zod';
import { Currency } from '../../platform/money.ts';
import { ModelReference } from '../schema.ts';

/** The weakest evidence a report may be told to count, strongest first. */
export const MIN_EVIDENCE = [
  'click_id',
  'user_id',
  'email_hash',
  'device_id',
  'promo_code',
  'survey',
  'ip_user_agent',
  'household_ip',
] as const;

/** Which 24 hours make requests of one listener for one episode the same download (IAB v2.3 §5.5.1). */
export const DOWNLOAD_WINDOWS = ['calendar_day', 'rolling_first', 'rolling_last'] as const;
export type DownloadWindow = (typeof DOWNLOAD_WINDOWS)[number];

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const TimeZone = z
  .string()
  .max(64, 'has at most 64 characters')
  .regex(/^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/, 'must be a time zone of the IANA database, such as Europe/Berlin')
  .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Berlin');

/** What a tenant has settled for itself. */
export const TenantSettings = z
  .strictObject({
    timeZone: TimeZone.describe('IANA name; the zone in which people of this tenant are shown instants'),
    currency: Currency.nullable().describe('of reports; null = the one that most conversions have'),
    lookbackDays: z
      .int('must be a whole number of days')
      .min(1, 'must be at least 1')
      .max(90, 'must be at most 90')
      .describe('of reports that do not ask for another'),
    halfLifeDays: z
      .number('must be a number of days')
      .min(0.01, 'must be at least 0.01')
      .max(365, 'must be at most 365')
      .describe('of time_decay, in reports that do not ask for another'),
    minEvidence: z
      .enum(MIN_EVIDENCE, { error: `must be one of ${MIN_EVIDENCE.join(', ')}` })
      .describe('of reports that do not ask for another'),
    defaultModel: ModelReference.nullable().describe('of reports that name none: built in, or of your own, or NAME@VERSION; null = linear'),
    retentionDays: z
      .int('must be a whole number of days')
      .min(30, 'must be at least 30')
      .max(3_650, 'must be at most 3650')
      .nullable()
      .describe('how long events are kept; null = without end'),
    consentUnknown: z
      .enum(['keep', 'drop'], { error: 'must be keep or drop' })
      .describe('what becomes of the identity of an event that does not say what its person consented to'),
    downloadWindow: z
      .enum(DOWNLOAD_WINDOWS, { error: `must be one of ${DOWNLOAD_WINDOWS.join(', ')}` })
      .describe('which 24 hours make requests of one listener for one episode the same download; a change counts all of them anew'),
    addressDays: z
      .int('must be a whole number of days')
      .min(0, 'must be at least 0')
      .max(7, 'must be at most 7')
      .describe('how long addresses of requests are kept, sealed, so that changed range lists can be applied to them; 0 = never'),
    mfaRequired: z.boolean('must be true or false').describe('whether every member needs a second factor'),
  })
  .meta({ id: 'TenantSettings' });
export type TenantSettings = z.infer<typeof TenantSettings>;

export const TENANT_DEFAULTS: TenantSettings = {
  timeZone: 'UTC',
  currency: null,
  lookbackDays: 30,
  halfLifeDays: 7,
  minEvidence: 'household_ip',
  defaultModel: null,
  retentionDays: null,
  consentUnknown: 'keep',
  downloadWindow: 'calendar_day',
  addressDays: 7,
  mfaRequired: false,
};
