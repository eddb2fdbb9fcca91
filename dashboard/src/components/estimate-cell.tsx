import type { Schemas } from '../../../client/src/index.ts';
import { formatShare, UNKNOWN } from '../format.ts';
import { analyticsTexts } from '../texts-analytics.ts';
import { texts } from '../texts.ts';
import { Tag } from '../ui/notice.tsx';
import { Known } from './amount.tsx';

interface EstimateCellProps {
  estimate: Schemas['Estimate95'];
  format: (value: number | null) => string;
}

/** A figure with its 95 % interval below, marked where it rests on few. */
export function EstimateCell({ estimate: { value, low, high, isFew }, format }: EstimateCellProps) {
  const end = (one: number | null) => (one === null ? analyticsTexts.open : format(one));
  const hasInterval = value !== null && (low !== null || high !== null);
  return (
    <span className="inline-flex flex-col items-end">
      <span className="flex items-center gap-1.5">
        {isFew && value !== null && <Tag tone="notice">{texts.few}</Tag>}
        <Known text={value === null ? UNKNOWN : format(value)} />
      </span>
      {hasInterval && <span className="text-caption text-muted">{analyticsTexts.interval(end(low), end(high))}</span>}
    </span>
  );
}

/** A share with its 95 % interval below. */
export function ShareCell({ share: { rate, low, high, isFew } }: { share: Schemas['Share95'] }) {
  return <EstimateCell estimate={{ value: rate, low, high, isFew }} format={formatShare} />;
}
