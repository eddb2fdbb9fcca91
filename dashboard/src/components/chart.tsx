import type { EChartsCoreOption } from 'echarts/core';
import { lazy, Suspense, useMemo } from 'react';
import { texts } from '../texts.ts';
import { SkeletonWave } from '../ui/skeleton.tsx';
import { useIsDark } from '../ui/theme.ts';

const Canvas = lazy(() => import('./chart-canvas.tsx').then((module) => ({ default: module.ChartCanvas })));

/** The colours of the shown theme by token name, as the drawing library needs them: resolved. */
export type Palette = (token: string) => string;

function readPalette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const known = new Map<string, string>();
  const styles = getComputedStyle(probe);
  return (token) => {
    const found = known.get(token);
    if (found) return found;
    probe.style.color = `var(--color-${token})`;
    document.body.append(probe);
    const colour = styles.color;
    probe.remove();
    known.set(token, colour);
    return colour;
  };
}

/** The library measures text by itself, so it needs the fonts by name. */
function fontOfPage(): string {
  return getComputedStyle(document.body).fontFamily;
}

interface ChartProps {
  /** What the picture shows, for those who do not see it; its figures stand in a table beside it. */
  label: string;
  height: number;
  draw: (palette: Palette) => EChartsCoreOption;
  onPick?: (name: string) => void;
}

/** A chart; the drawing library arrives in a chunk of its own, after the figures. `draw` must be stable between renders. */
export function Chart({ label, height, draw, onPick }: ChartProps) {
  const isDark = useIsDark();
  const option = useMemo(() => ({ isDark, textStyle: { fontFamily: fontOfPage() }, ...draw(readPalette()) }), [draw, isDark]);
  return (
    <Suspense fallback={<SkeletonWave height={height} label={texts.loading} />}>
      <Canvas label={label} height={height} option={option} onPick={onPick} />
    </Suspense>
  );
}
