import type { Report } from '../api.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from './empty.tsx';
import { useSelection } from './filters.tsx';
import { OtherCurrencies } from './other-currencies.tsx';

/** No conversions to report on: because of what was chosen, which can be undone here, or because nothing has arrived yet. */
export function Nothing({ others }: { others: Report['otherCurrencies'] }) {
  const [selection, change] = useSelection();
  const { days, from, to, kinds, currency } = selection;
  const isNarrowed = Boolean(days ?? from ?? to ?? kinds ?? currency);
  const isElsewhere = others.length > 0;
  const [title, help] =
    isNarrowed || isElsewhere ? [texts.overview.empty, texts.overview.emptyHelp] : [texts.overview.emptyAll, texts.overview.emptyAllHelp];
  const reset = () => change({ days: undefined, from: undefined, to: undefined, kinds: undefined, currency: undefined });
  return (
    <>
      <div className="rounded-panel border border-line bg-surface">
        <Empty title={title} help={help}>
          {isNarrowed && <Button onClick={reset}>{texts.overview.showAllTime}</Button>}
          {!isNarrowed && !isElsewhere && (
            <a href="/docs" className="font-medium text-accent underline underline-offset-4">
              {texts.overview.howToSend}
            </a>
          )}
        </Empty>
      </div>
      <OtherCurrencies others={others} onChoose={(chosen) => change({ currency: chosen })} />
    </>
  );
}
