import { useEffect, useRef, useState } from 'react';
import { SaveCsv } from '../../components/chart-figures.tsx';
import type { Figures } from '../../csv.ts';
import { formatCountShort, formatDay } from '../../format.ts';
import type { BandPoint } from '../../predictions-api.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [260, 52, 12, 12, 26];
const WIDTH_BEFORE = 880;
const TICKS = 4;

/** A round number at or above one. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 2.5, 4, 5, 8, 10].map((times) => times * unit).find((one) => one >= value) ?? 10 * unit;
}

interface BandChartProps {
  bands: readonly BandPoint[];
  /** A level to be reached. */
  booked: number | null;
}

function Legend({ hasBooked, hasMedian }: { hasBooked: boolean; hasMedian: boolean }) {
  const marks = [
    { name: words.counted, look: 'h-0.5 bg-ink' },
    ...(hasMedian ? [{ name: words.forecast, look: 'h-0.5 bg-accent' }] : []),
    { name: words.band, look: 'h-2.5 rounded-[2px] bg-accent/25' },
    ...(hasBooked ? [{ name: words.booked, look: 'h-0 border-t border-dashed border-ink' }] : []),
  ];
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 px-4 pb-2 text-small text-muted sm:px-5">
      {marks.map(({ name, look }) => (
        <li key={name} className="flex items-center gap-2">
          <span aria-hidden="true" className={`inline-block w-4 ${look}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** How wide an element is, so that what is drawn in it keeps its size on every screen. */
function useWidth() {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDTH_BEFORE);
  useEffect(() => {
    if (!holder.current) return undefined;
    const observer = new ResizeObserver(([{ contentRect }]) => setWidth(Math.max(200, contentRect.width)));
    observer.observe(holder.current);
    return () => observer.disconnect();
  }, []);
  return { holder, width };
}

function figuresOf(bands: readonly BandPoint[]): Figures {
  return {
    columns: ['day', 'isForecast', 'low', 'median', 'high'],
    rows: bands.map(({ day, isForecast, low, median, high }) => [day, String(isForecast), low, median, high]),
  };
}

/** What was counted by the end of each day, and what will be: the interval of 80 % as a band, the median as a line. */
export function BandChart({ bands, booked }: BandChartProps) {
  const { holder, width } = useWidth();
  const last = bands[bands.length - 1];
  const most = roundUp(Math.max(1, booked ?? 0, ...bands.map(({ high }) => high)));
  const [first, end] = [Date.parse(bands[0].day), Math.max(Date.parse(last.day), Date.parse(bands[0].day) + 1)];
  const x = (day: string) => LEFT + ((Date.parse(day) - first) / (end - first)) * (width - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  const past = bands.filter(({ isForecast }) => !isForecast);
  // The band begins where the counting ends.
  const ahead = [...past.slice(-1), ...bands.filter(({ isForecast }) => isForecast)];
  const line = (points: readonly { day: string; value: number }[]) =>
    points.map(({ day, value }, place) => `${place === 0 ? 'M' : 'L'}${x(day).toFixed(1)} ${y(value).toFixed(1)}`).join(' ');
  const outline = [
    ...ahead.map(({ day, high }) => ({ day, value: high })),
    ...ahead.toReversed().map(({ day, low }) => ({ day, value: low })),
  ];
  const medians = ahead.flatMap(({ day, median }) => (median === null ? [] : [{ day, value: median }]));
  const ticks = Array.from({ length: TICKS + 1 }, (_, place) => (most * place) / TICKS);
  const days = [...new Set([bands[0].day, bands[Math.floor(bands.length / 2)].day, last.day])];
  const label = words.chartLabel(formatCountShort(last.low), formatCountShort(last.high), formatDay(last.day, 'full'));
  return (
    <>
      <div ref={holder} className="mx-1">
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label} className="block w-full">
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} className="stroke-line" />
              <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" className="fill-muted text-[12px]">
                {formatCountShort(tick)}
              </text>
            </g>
          ))}
          {days.map((day, place) => (
            <text
              key={day}
              x={x(day)}
              y={HEIGHT - 6}
              textAnchor={place === 0 ? 'start' : place === days.length - 1 ? 'end' : 'middle'}
              className="fill-muted text-[12px]"
            >
              {formatDay(day)}
            </text>
          ))}
          <path d={`${line(outline)} Z`} className="fill-accent/25" />
          {booked !== null && (
            <line x1={LEFT} x2={width - RIGHT} y1={y(booked)} y2={y(booked)} strokeDasharray="5 4" className="stroke-ink" />
          )}
          <path d={line(medians)} fill="none" strokeWidth="2" className="stroke-accent" />
          <path d={line(past.map(({ day, median }) => ({ day, value: median ?? 0 })))} fill="none" strokeWidth="2" className="stroke-ink" />
        </svg>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 pr-2 pb-1 sm:pr-3">
        <Legend hasBooked={booked !== null} hasMedian={medians.length > 1} />
        <SaveCsv title={words.chartName} figures={() => figuresOf(bands)} />
      </div>
    </>
  );
}
