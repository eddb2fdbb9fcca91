import type { Pacing } from '../../catalog-api.ts';
import { Known } from '../../components/amount.tsx';
import { formatCount, formatShare, UNKNOWN } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';

const words = catalogTexts.pacing;

/** What a placement has delivered of what was booked: a bar, a tick for what is expected by now, and a band for what it may come to. */
export function PacingBar({ pacing: { delivered, bookedImpressions, expected, projection } }: { pacing: Pacing }) {
  if (bookedImpressions === null) return null;
  const scale = Math.max(bookedImpressions, delivered, projection?.high ?? 0);
  const percent = (count: number) => `${(100 * count) / scale}%`;
  return (
    <span className="relative block h-2 min-w-24 rounded-full bg-line" aria-hidden="true">
      {projection && (
        <span
          className="absolute inset-y-0 rounded-full bg-accent opacity-30"
          style={{ left: percent(projection.low), width: percent(projection.high - projection.low) }}
        />
      )}
      <span className="absolute inset-y-0 left-0 rounded-full bg-accent" style={{ width: percent(delivered) }} />
      {expected !== null && <span className="absolute -inset-y-1 -ml-px w-0.5 bg-ink" style={{ left: percent(expected) }} />}
      <span className="absolute -inset-y-0.5 -ml-px w-0.5 bg-line-strong" style={{ left: percent(bookedImpressions) }} />
    </span>
  );
}

/** The same for a row of a table, with its figures. */
export function PacingCell({ pacing }: { pacing: Pacing | undefined }) {
  if (!pacing) return <Known text={UNKNOWN} />;
  const { delivered, bookedImpressions, paceRatio } = pacing;
  return (
    <span className="block min-w-32">
      <span className="block whitespace-nowrap">
        {bookedImpressions === null ? formatCount(delivered) : words.of(formatCount(delivered), formatCount(bookedImpressions))}
      </span>
      <PacingBar pacing={pacing} />
      {paceRatio !== null && <span className="block text-caption text-faint">{words.pace(formatShare(paceRatio))}</span>}
    </span>
  );
}
