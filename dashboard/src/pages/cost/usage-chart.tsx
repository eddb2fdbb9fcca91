import { useCallback } from 'react';
import { meanings } from '../../definitions-of-columns.ts';
import { formatBytes, formatCountShort } from '../../format.ts';
import { costTexts as words } from '../../texts-cost.ts';
import { DayChart, type DayFigure } from './day-chart.tsx';
import { formatQuantity } from './usage-amounts.ts';

/** What was used on a meter day by day. */
export function UsageChart({ meter, unit, days }: { meter: string; unit: string; days: readonly DayFigure[] }) {
  const format = useCallback((quantity: string) => `${formatQuantity(quantity, unit)}${unit === 'bytes' ? '' : ` ${unit}`}`, [unit]);
  const short = unit === 'bytes' ? formatBytes : formatCountShort;
  return (
    <DayChart label={words.chart(meter)} name={words.quantity} meaning={meanings.dayQuantity} days={days} format={format} short={short} />
  );
}
