import { useQuery } from '@tanstack/react-query';
import { formatInstant, formatInstantFully, formatMoney, UNKNOWN } from '../format.ts';
import { sessionQuery } from '../queries.ts';
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

/** An instant in UTC; on hover also in the tenant's zone, or in the reader's own where the tenant has settled for none but UTC. */
export function Instant({ at, className }: { at: string; className?: string }) {
  const { data: session } = useQuery(sessionQuery);
  return (
    <time dateTime={at} title={formatInstantFully(at, session?.tenant?.timeZone)} className={`whitespace-nowrap ${className ?? ''}`}>
      {formatInstant(at)}
    </time>
  );
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
