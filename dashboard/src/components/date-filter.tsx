import { type SubmitEvent } from 'react';
import { formatDay } from '../format.ts';
import { RECENT_DAYS, type Selection } from '../selection.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { fieldText } from '../ui/form.ts';
import { PanelFilter, useSelection } from './filters.tsx';

function shownDates({ days, from, to }: Selection): string {
  if (days !== undefined) return texts.filters.lastDays(days);
  if (from && to) return texts.filters.span(formatDay(from, 'full'), formatDay(to, 'full'));
  if (from) return texts.filters.since(formatDay(from, 'full'));
  if (to) return texts.filters.until(formatDay(to, 'full'));
  return texts.filters.allTime;
}

const FIELD = 'min-h-9 w-full rounded-control border border-line-strong bg-surface px-2.5';

/** Conversion times: all, the last so many days, or from one day to another (both included). */
export function DateFilter() {
  const [selection, change] = useSelection();
  const isAll = selection.days === undefined && !selection.from && !selection.to;
  const presets = [
    { text: texts.filters.allTime, on: isAll, part: { days: undefined, from: undefined, to: undefined } },
    ...RECENT_DAYS.map((days) => ({
      text: texts.filters.lastDays(days),
      on: selection.days === days,
      part: { days, from: undefined, to: undefined },
    })),
  ];
  const apply = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    change({ days: undefined, from: fieldText(form, 'from') || undefined, to: fieldText(form, 'to') || undefined });
  };
  return (
    <PanelFilter label={texts.filters.dates} shown={shownDates(selection)}>
      <div className="flex flex-col gap-0.5">
        {presets.map((preset) => (
          <button
            key={preset.text}
            type="button"
            aria-pressed={preset.on}
            onClick={() => change(preset.part)}
            className="flex min-h-8 items-center rounded-control px-2 text-left hover:bg-sunken
              aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-strong"
          >
            {preset.text}
          </button>
        ))}
      </div>
      <form onSubmit={apply} className="mt-3 flex flex-col gap-2.5 border-t border-line pt-3" aria-label={texts.filters.custom}>
        <label className="text-small text-muted">
          {texts.filters.from}
          <input type="date" name="from" defaultValue={selection.from} className={`${FIELD} mt-0.5 text-ink`} />
        </label>
        <label className="text-small text-muted">
          {texts.filters.to}
          <input type="date" name="to" defaultValue={selection.to} className={`${FIELD} mt-0.5 text-ink`} />
        </label>
        <Button type="submit">{texts.filters.apply}</Button>
        <p className="text-caption text-faint">{texts.filters.utc}</p>
      </form>
    </PanelFilter>
  );
}
