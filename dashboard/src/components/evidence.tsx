import { texts } from '../texts.ts';

const STRENGTH: Record<string, number> = {
  household_ip: 1,
  ip_user_agent: 2,
  survey: 3,
  promo_code: 4,
  device_id: 5,
  email_hash: 5,
  user_id: 5,
  click_id: 6,
};
const STRONGEST = 6;

/** The strongest of some classes; undefined of none. */
export function strongestEvidence<Name extends string>(names: readonly Name[]): Name | undefined {
  return names.toSorted((a, b) => (STRENGTH[b] ?? 0) - (STRENGTH[a] ?? 0)).at(0);
}

/** An evidence class by name, with its place in the order of strength: an order, never a probability. */
export function Evidence({ name }: { name: string }) {
  const rank = STRENGTH[name] ?? 0;
  const [label, meaning] = texts.evidence[name] ?? [name, ''];
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap" title={meaning}>
      <svg viewBox="0 0 23 12" className="h-3 w-5.75 shrink-0" role="img" aria-label={texts.conversion.strength(rank, STRONGEST)}>
        {Array.from({ length: STRONGEST }, (_, bar) => (
          <rect
            key={bar}
            x={bar * 4}
            y={10 - bar * 1.7}
            width="2.4"
            height={2 + bar * 1.7}
            rx="1.2"
            className={bar < rank ? 'fill-accent' : 'fill-line-strong opacity-60'}
          />
        ))}
      </svg>
      {label}
    </span>
  );
}
