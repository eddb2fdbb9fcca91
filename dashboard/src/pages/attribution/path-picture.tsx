import type { Explanation } from '../../api.ts';
import { formatPlural, formatShare, formatSpan } from '../../format.ts';
import { texts } from '../../texts.ts';
import { useMedia } from '../../ui/media.ts';
import { type TouchNames, touchNames } from './touch-names.ts';
import { buildPathLine, labelledStops, type PathLine, type Stop } from './path-line.ts';

const LABEL_PERCENT = { wide: 0.065, narrow: 0.17 };

const percent = (part: number) => `${part * 100}%`;

function Bar({ stop, isLabelled, place, names }: { stop: Stop; isLabelled: boolean; place: string; names: TouchNames }) {
  const { touchpoint, number, beforeMs, height } = stop;
  const words = texts.conversion.stop(
    texts.touchpointKind[touchpoint.kind],
    touchpoint.show !== null
      ? names.show(touchpoint.show)
      : touchpoint.campaign !== null
        ? names.campaign(touchpoint.campaign)
        : texts.none,
    texts.conversion.before(formatSpan(beforeMs)),
  );
  return (
    <div
      className="absolute inset-y-0 flex -translate-x-1/2 flex-col items-center justify-end"
      style={{ left: percent(stop.place) }}
      title={words}
    >
      {isLabelled && <span className="mb-1 text-caption font-medium whitespace-nowrap text-ink">{formatShare(touchpoint.weight)}</span>}
      {height === 0 ? (
        <span className="-mb-1 size-2 rounded-full border-[1.5px] border-faint bg-surface" />
      ) : (
        <span
          className={`w-2.5 rounded-t-[3px] border-x border-t border-surface bg-accent ${touchpoint.synthetic ? 'opacity-55' : ''}`}
          style={{ height: `calc(${place} * ${height})`, minHeight: '3px' }}
        />
      )}
      {isLabelled && <span className="absolute top-full mt-1.5 text-caption text-muted">{number}</span>}
    </div>
  );
}

function Axis({ line }: { line: PathLine }) {
  return (
    <div className="relative mt-7 h-5 border-t border-line text-caption text-faint">
      {line.ticks.map(({ beforeMs, place }) => (
        <span
          key={beforeMs}
          className="absolute top-1.5 -translate-x-1/2 whitespace-nowrap before:absolute
            before:-top-1.5 before:left-1/2 before:h-1 before:w-px before:bg-line-strong max-sm:even:not-last:hidden"
          style={{ left: percent(place) }}
        >
          {beforeMs === 0 ? texts.conversion.converted : formatSpan(beforeMs)}
        </span>
      ))}
    </div>
  );
}

/** The path in real time: a bar per touchpoint, as high as its weight, up to the conversion at the right. The table below has the same. */
export function PathPicture({ explanation }: { explanation: Explanation }) {
  const isNarrow = useMedia('(max-width: 40rem)');
  const names = touchNames(explanation);
  const line = buildPathLine(explanation.touchpoints, explanation.occurredAt);
  const labelled = labelledStops(line.stops, isNarrow ? LABEL_PERCENT.narrow : LABEL_PERCENT.wide);
  const label = texts.conversion.pathLabel(
    formatPlural(explanation.touchpoints.length, texts.conversion.touchpoints),
    texts.filters.days(explanation.lookbackDays),
  );
  return (
    <div role="img" aria-label={label} className="px-10 pt-2 pb-4 sm:px-14">
      <div className="relative h-44 border-b-2 border-line-strong">
        {line.stops.map((stop) => (
          <Bar key={stop.number} stop={stop} isLabelled={labelled.has(stop.number)} place="8.75rem" names={names} />
        ))}
        <span className="absolute right-0 -bottom-1.75 size-3 translate-x-1/2 rotate-45 rounded-[2px] bg-ink" />
      </div>
      <Axis line={line} />
    </div>
  );
}
