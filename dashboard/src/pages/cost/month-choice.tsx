import { useState } from 'react';
import { allocationTexts as words } from '../../texts-allocation.ts';
import { ChevronDown } from '../../ui/icons.tsx';
import { formatMonth, recentMonths } from './allocation-queries.ts';

interface MonthChoiceProps {
  month: string;
  onChoose: (month: string) => void;
  label?: string;
}

/** Which month is looked at. */
export function MonthChoice({ month, onChoose, label = words.month }: MonthChoiceProps) {
  const [months] = useState(() => recentMonths(Date.now()));
  return (
    <label className="relative inline-flex items-center">
      <span className="sr-only">{label}</span>
      <select
        value={month}
        onChange={(event) => onChoose(event.currentTarget.value)}
        className="min-h-9 appearance-none rounded-control border border-line-strong bg-surface pr-9 pl-3 text-body text-ink"
      >
        {months.map((one) => (
          <option key={one} value={one} className="bg-raised">
            {formatMonth(one)}
          </option>
        ))}
      </select>
      <ChevronDown className="pointer-events-none absolute right-3 size-3.5 text-faint" />
    </label>
  );
}
