import type { TenantSettings } from '../../tenant-api.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { texts } from '../../texts.ts';

type Option = readonly [value: string, text: string];

/** Evidence classes, the strongest first. */
const EVIDENCE = [
  'click_id',
  'user_id',
  'email_hash',
  'device_id',
  'promo_code',
  'survey',
  'ip_user_agent',
  'household_ip',
] as const satisfies readonly TenantSettings['minEvidence'][];

const names = new Intl.DisplayNames('en', { type: 'currency' });

/** A currency's code with its name. */
export function currencyName(code: string): string {
  const name = names.of(code);
  return name === undefined || name === code ? code : `${code}, ${name}`;
}

/** The choices of a currency; `present` is among them, whether this browser knows it or not. */
export function currencyOptions(present: string | null): Option[] {
  const codes = new Set([...Intl.supportedValuesOf('currency'), ...(present === null ? [] : [present])]);
  const choices = [...codes].toSorted().map((code): Option => [code, currencyName(code)]);
  return [['', tenantTexts.general.currencyOwn], ...choices];
}

/** The choices of a time zone; `present` is among them, whether this browser knows it or not. */
export function timeZoneOptions(present: string): Option[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), present]);
  zones.delete('UTC');
  return ['UTC', ...[...zones].toSorted()].map((zone): Option => [zone, zone.replaceAll('_', ' ')]);
}

export const EVIDENCE_OPTIONS: readonly Option[] = EVIDENCE.map((name): Option => {
  const [title] = texts.evidence[name];
  return [name, name === 'household_ip' ? tenantTexts.general.evidenceAll(title) : title];
});

/** The evidence class of this name; undefined for none. */
export function evidenceOf(text: string): TenantSettings['minEvidence'] | undefined {
  return EVIDENCE.find((name) => name === text);
}

const WINDOWS = ['calendar_day', 'rolling_first', 'rolling_last'] as const satisfies readonly TenantSettings['downloadWindow'][];

/** The choices of which 24 hours make requests the same download. */
export const WINDOW_OPTIONS = WINDOWS.map((name): Option => [name, tenantTexts.general.windows[name]]);

/** A window that was chosen; undefined for any other text. */
export function windowOf(text: string): TenantSettings['downloadWindow'] | undefined {
  return WINDOWS.find((name) => name === text);
}
