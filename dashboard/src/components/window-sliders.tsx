import { useCallback } from 'react';
import { HALF_LIFE_SLIDER, LOOKBACK } from '../selection.ts';
import { texts } from '../texts.ts';
import { Slider } from '../ui/slider.tsx';
import { NO_MODELS, useFixed } from './fixed.ts';
import { FixedFilter, useSelection } from './filters.tsx';
import { WhatIs } from './what-is.tsx';
import { useWindowDefaults } from './window-defaults.ts';

/** Says that what is shown is the tenant's default, or leads back to it. */
function DefaultMark({ isShown, days, onReset }: { isShown: boolean; days: number; onReset: () => void }) {
  if (isShown) return <p className="text-caption leading-6 text-faint">{texts.filters.tenantDefault}</p>;
  return (
    <button
      type="button"
      aria-label={texts.filters.toDefault(texts.filters.days(days))}
      onClick={onReset}
      className="min-h-6 self-start rounded-[4px] text-caption text-accent underline-offset-4 hover:underline"
    >
      {texts.filters.defaultIs(texts.filters.days(days))}
    </button>
  );
}

/** How fast credit fades under time decay. */
export function HalfLifeFilter({ models = NO_MODELS }: { models?: readonly string[] }) {
  const [selection, change] = useSelection();
  const fixed = useFixed(models);
  const { halfLife: usual } = useWindowDefaults();
  const settle = useCallback((halfLife: number) => change({ halfLife }), [change]);
  const shown = selection.halfLife ?? usual;
  if (fixed.halfLifeDays !== undefined)
    return <FixedFilter label={texts.filters.halfLife} value={texts.filters.days(fixed.halfLifeDays)} by={fixed.by} />;
  return (
    <Slider
      label={texts.filters.halfLife}
      beside={<WhatIs of="halfLife" />}
      below={<DefaultMark isShown={shown === usual} days={usual} onReset={() => change({ halfLife: undefined })} />}
      value={shown}
      range={{ min: HALF_LIFE_SLIDER.min, max: Math.max(HALF_LIFE_SLIDER.max, Math.ceil(usual), shown) }}
      format={texts.filters.days}
      onSettle={settle}
    />
  );
}

/** How far back a touchpoint may lie. */
export function LookbackSlider({ models = NO_MODELS }: { models?: readonly string[] }) {
  const [selection, change] = useSelection();
  const fixed = useFixed(models);
  const { lookback: usual } = useWindowDefaults();
  const settle = useCallback((lookback: number) => change({ lookback }), [change]);
  const shown = selection.lookback ?? usual;
  if (fixed.lookbackDays !== undefined)
    return <FixedFilter label={texts.filters.lookback} value={texts.filters.days(fixed.lookbackDays)} by={fixed.by} />;
  return (
    <Slider
      label={texts.filters.lookback}
      beside={<WhatIs of="lookback" />}
      below={<DefaultMark isShown={shown === usual} days={usual} onReset={() => change({ lookback: undefined })} />}
      value={shown}
      range={LOOKBACK}
      format={texts.filters.days}
      onSettle={settle}
    />
  );
}
