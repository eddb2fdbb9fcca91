import type { Report } from '../api.ts';
import { formatMoney, formatPlural } from '../format.ts';
import { texts } from '../texts.ts';

interface OtherCurrenciesProps {
  others: Report['otherCurrencies'];
  onChoose: (currency: string) => void;
}

/** What is recorded in other currencies, which are never added together, and a way to look at each. */
export function OtherCurrencies({ others, onChoose }: OtherCurrenciesProps) {
  if (others.length === 0) return null;
  const list = others.map(({ conversions, valueMinor, currency }) =>
    texts.overview.otherCurrency(formatPlural(conversions, texts.conversions.counted), formatMoney(valueMinor, currency)),
  );
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 px-1 text-small text-muted">
      {texts.overview.otherCurrencies(list.join(' · '))}
      {others.map(({ currency }) => (
        <button
          key={currency}
          type="button"
          className="font-medium text-accent underline underline-offset-4"
          onClick={() => onChoose(currency)}
        >
          {texts.overview.showCurrency(currency)}
        </button>
      ))}
    </p>
  );
}
