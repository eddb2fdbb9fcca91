import { formatBytes } from '../../format.ts';

const DAY_MS = 86_400_000;

/** An exact decimal for people: bytes in their units, anything else with its thousands apart and up to four decimals. */
export function formatQuantity(quantity: string, unit: string): string {
  if (unit === 'bytes') return formatBytes(Number(quantity));
  const [whole, decimals = ''] = quantity.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  if (whole === '0' && /^0{4}/.test(decimals)) return quantity;
  const shown = decimals.slice(0, 4).replace(/0+$/, '');
  return shown === '' ? grouped : `${grouped}.${shown}`;
}

/** Every day from one to another (excluded) with what was used on it, 0 where nothing was. */
export function everyDay(from: string, to: string, used: ReadonlyMap<string, string>): { day: string; quantity: string }[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
  return Array.from({ length: count }, (_, place) => {
    const day = new Date(Date.parse(from) + place * DAY_MS).toISOString().slice(0, 10);
    return { day, quantity: used.get(day) ?? '0' };
  });
}
