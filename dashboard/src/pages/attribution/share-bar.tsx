import { Known } from '../../components/amount.tsx';
import { formatShare } from '../../format.ts';

/** A share with a bar beside it, as long as it is of the largest one. */
export function ShareBar({ share, largest }: { share: number | null; largest: number }) {
  return (
    <span className="flex items-center justify-end gap-2.5">
      <span className="hidden h-1.5 w-20 rounded-full bg-sunken sm:block" aria-hidden="true">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${largest > 0 ? ((share ?? 0) / largest) * 100 : 0}%` }} />
      </span>
      <span className="min-w-12">
        <Known text={formatShare(share)} />
      </span>
    </span>
  );
}
