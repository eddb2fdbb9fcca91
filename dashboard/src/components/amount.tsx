import { useSyncExternalStore } from 'react';
import { formatInstant, formatInstantFully, formatMoney, onZone, UNKNOWN, zoneName } from '../format.ts';
import { texts } from '../texts.ts';
import { Tag } from '../ui/notice.tsx';

const FEW = 30;

/** Money at display size: the fraction stands back, the figure stays exact. */
export function BigMoney({ valueMinor, currency }: { valueMinor: number | null; currency: string | null }) {
  const text = formatMoney(valueMinor, currency);
  const [, whole = text, fraction = ''] = /^(.*\d)(\.\d+)$/.exec(text) ?? [];
  return (
    <>
      {whole}
      <span className="text-[0.62em] font-medium text-muted">{fraction}</span>
    </>
  );
}

/** An instant in the tenant's zone; on hover to the second, in UTC beside it. */
export function Instant({ at, className }: { at: string; className?: string }) {
  useSyncExternalStore(onZone, zoneName);
  return (
    <time dateTime={at} title={formatInstantFully(at)} className={`whitespace-nowrap ${className ?? ''}`}>
      {formatInstant(at)}
    </time>
  );
}

/** Beside the name of a column of instants: the zone they are in. */
export function InZone() {
  return <span className="font-normal text-faint">({useSyncExternalStore(onZone, zoneName)})</span>;
}

/** The word beside a rate or credit that rests on fewer than 30 conversions; nothing above that. */
export function Few({ conversions }: { conversions: number }) {
  return conversions < FEW ? (
    <Tag tone="notice" title={`Fewer than ${FEW} conversions: read with care`}>
      {texts.few}
    </Tag>
  ) : null;
}

/** A figure that fades when it is not known. */
export function Known({ text }: { text: string }) {
  return text === UNKNOWN ? (
    <span className="text-faint">
      <span aria-hidden="true">{UNKNOWN}</span>
      <span className="sr-only">unknown</span>
    </span>
  ) : (
    text
  );
}
