import { useCallback } from 'react';
import { DEFAULTS, HALF_LIFE, LOOKBACK } from '../selection.ts';
import { texts } from '../texts.ts';
import { Slider } from '../ui/slider.tsx';
import { useSelection } from './filters.tsx';
import { WhatIs } from './what-is.tsx';

/** How fast credit fades under time decay. */
export function HalfLifeFilter() {
  const [selection, change] = useSelection();
  const settle = useCallback((halfLife: number) => change({ halfLife }), [change]);
  return (
    <Slider
      label={texts.filters.halfLife}
      beside={<WhatIs of="halfLife" />}
      value={selection.halfLife ?? DEFAULTS.halfLife}
      range={HALF_LIFE}
      format={texts.filters.days}
      onSettle={settle}
    />
  );
}

/** How far back a touchpoint may lie. */
export function LookbackSlider() {
  const [selection, change] = useSelection();
  const settle = useCallback((lookback: number) => change({ lookback }), [change]);
  return (
    <Slider
      label={texts.filters.lookback}
      beside={<WhatIs of="lookback" />}
      value={selection.lookback ?? DEFAULTS.lookback}
      range={LOOKBACK}
      format={texts.filters.days}
      onSettle={settle}
    />
  );
}
