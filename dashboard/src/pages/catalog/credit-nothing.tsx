import type { ReactNode } from 'react';
import { Empty } from '../../components/empty.tsx';
import { useSelection } from '../../components/filters.tsx';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { Button } from '../../ui/button.tsx';

/** No credit: because of what was chosen, which can be undone here, or because there is none yet, which `children` say. */
export function CreditNothing({ children }: { children: ReactNode }) {
  const [selection, change] = useSelection();
  const { days, from, to, kinds, currency, lookback, asOf } = selection;
  const isNarrowed = [days, from, to, kinds, currency, lookback, asOf].some((one) => one !== undefined);
  const reset = () =>
    change({
      days: undefined,
      from: undefined,
      to: undefined,
      kinds: undefined,
      currency: undefined,
      lookback: undefined,
      asOf: undefined,
    });
  return (
    <div className="rounded-panel border border-line bg-surface">
      {isNarrowed ? (
        <Empty title={words.emptyPart} help={words.emptyPartHelp}>
          <Button onClick={reset}>{words.showAll}</Button>
        </Empty>
      ) : (
        children
      )}
    </div>
  );
}
