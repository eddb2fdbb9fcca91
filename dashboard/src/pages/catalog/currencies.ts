import { catalogTexts } from '../../texts-catalog.ts';
import { currencyName } from '../tenants/general-choices.ts';

/** The choices of a currency, and none; `present` is among them, whether this browser knows it or not. */
export function currencyChoices(present: string | null): (readonly [value: string, text: string])[] {
  const codes = new Set([...Intl.supportedValuesOf('currency'), ...(present === null ? [] : [present])]);
  return [['', catalogTexts.noCurrency] as const, ...[...codes].toSorted().map((code) => [code, currencyName(code)] as const)];
}
