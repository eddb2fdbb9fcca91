import { type SubmitEvent } from 'react';
import { formatDay, formatInstant, zoneName } from '../format.ts';
import { dayBefore, utcToday } from '../selection.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { fieldText } from '../ui/form.ts';
import { History } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { Empty } from './empty.tsx';
import { PanelFilter, useSelection } from './filters.tsx';
import { WhatIs } from './what-is.tsx';

const words = texts.asOf;
const FIELD = 'min-h-9 w-full rounded-control border border-line-strong bg-surface px-2.5';
const DAYS_AGO = [1, 7, 30] as const;

/** By the end of which UTC day figures were known: now unless a day is chosen. */
export function AsOfFilter() {
  const [{ asOf }, change] = useSelection();
  const today = utcToday();
  const presets = [
    { text: words.now, day: undefined },
    ...DAYS_AGO.map((days) => ({ text: words.daysAgo(days), day: dayBefore(today, days) })),
  ];
  const apply = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change({ asOf: fieldText(event.currentTarget, 'asOf') || undefined });
  };
  return (
    <PanelFilter label={words.label} shown={asOf === undefined ? words.now : words.endOf(formatDay(asOf, 'full'))}>
      <div className="flex flex-col gap-0.5">
        {presets.map(({ text, day }) => (
          <button
            key={text}
            type="button"
            aria-pressed={asOf === day}
            onClick={() => change({ asOf: day })}
            className="flex min-h-8 items-center rounded-control px-2 text-left hover:bg-sunken
              aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-strong"
          >
            {text}
          </button>
        ))}
      </div>
      <form onSubmit={apply} className="mt-3 flex flex-col gap-2.5 border-t border-line pt-3" aria-label={words.custom}>
        <label className="text-small text-muted">
          {words.day}
          <input key={asOf} type="date" name="asOf" max={today} defaultValue={asOf} className={`${FIELD} mt-0.5 text-ink`} />
        </label>
        <Button type="submit">{words.apply}</Button>
        <p className="text-caption text-faint">{words.help}</p>
      </form>
    </PanelFilter>
  );
}

function BackToNow() {
  const [, change] = useSelection();
  return <Button onClick={() => change({ asOf: undefined })}>{words.toNow}</Button>;
}

/** Says of figures that they are yesterday's, and what of them is not; nothing of those of now. */
export function AsOfNotice({ settledAt }: { settledAt: string | null }) {
  const [{ asOf }] = useSelection();
  if (asOf === undefined) return null;
  return (
    <Notice tone="notice" icon={<History />}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="max-w-[90ch] min-w-0 flex-1 basis-72">
          <strong className="font-semibold">{words.known(formatDay(asOf, 'full'))}</strong>{' '}
          {settledAt !== null && words.lastChange(formatInstant(settledAt), zoneName())} {words.present} <WhatIs of="asOf" />
        </p>
        <BackToNow />
      </div>
    </Notice>
  );
}

/** Stands in for figures where nothing was known by the end of the day. */
export function NothingKnown({ asOf }: { asOf: string }) {
  return (
    <div className="rounded-panel border border-line bg-surface">
      <Empty title={words.nothing(formatDay(asOf, 'full'))} help={words.nothingHelp}>
        <BackToNow />
      </Empty>
    </div>
  );
}
