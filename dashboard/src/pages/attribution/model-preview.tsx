import { useQuery } from '@tanstack/react-query';
import { ProblemError } from '../../api.ts';
import { modelLook } from '../../components/model-mark.tsx';
import { formatShare } from '../../format.ts';
import { isDataDriven, type OwnModelDetails } from '../../models-api.ts';
import { modelTexts as words } from '../../texts-models.ts';
import { texts } from '../../texts.ts';
import { EXAMPLE_DAYS, examplePath, previewQuery } from './model-queries.ts';

function ageText(days: number): string {
  return days < 1 ? `${days * 24} hours` : texts.filters.days(days);
}

function Bars({ own, weights, even }: { own: OwnModelDetails; weights: ReadonlyMap<string, number>; even: ReadonlyMap<string, number> }) {
  const byPlacement = own.parameters?.placements !== undefined;
  const { touchpoints } = examplePath(own);
  return (
    <ol className="flex flex-col gap-2">
      {touchpoints.map(({ key, placement }, place) => {
        const age = ageText(EXAMPLE_DAYS[place]);
        const weight = weights.get(key);
        const linear = even.get(key) ?? 0;
        return (
          <li key={key} className="grid grid-cols-[minmax(0,1fr)_3.5rem] items-center gap-x-3">
            <span className="truncate text-small text-muted">
              {byPlacement ? words.touch(age, placement ?? words.otherPlacement) : `${age} before`}
            </span>
            <span className="text-right text-small font-medium">{weight === undefined ? '–' : formatShare(weight)}</span>
            <span className="relative col-span-2 h-2 rounded-full bg-sunken" title={words.even(formatShare(linear))}>
              <span
                className="block h-full rounded-full transition-[width]"
                style={{ width: `${(weight ?? 0) * 100}%`, background: `var(--color-${modelLook(own.base).token})` }}
              />
              <span className="absolute -top-0.5 h-3 w-px bg-line-strong" style={{ left: `${linear * 100}%` }} aria-hidden="true" />
            </span>
            {weight === undefined && <span className="col-span-2 text-caption text-faint">{words.dropped}</span>}
          </li>
        );
      })}
    </ol>
  );
}

function Tried({ own }: { own: OwnModelDetails }) {
  const { data, error } = useQuery(previewQuery(own));
  if (error) return <p className="text-small text-muted">{error instanceof ProblemError ? words.previewWaits : error.message}</p>;
  if (!data) return <p className="text-small text-muted">{texts.loading}</p>;
  const weightsOf = (model: string) =>
    new Map(data.paths[0].credits.find((one) => one.model === model)?.touchpoints.map(({ key, weight }) => [key, weight]));
  return <Bars own={own} weights={weightsOf('own')} even={weightsOf('linear')} />;
}

/** What a model that is being written makes of an example path; undefined while it cannot be read. */
export function ModelPreview({ own }: { own: OwnModelDetails | undefined }) {
  return (
    <section aria-label={words.preview} className="rounded-control border border-line bg-sunken/40 px-4 py-3">
      <p className="font-medium">{words.preview}</p>
      {own !== undefined && isDataDriven(own.base) ? (
        <p className="mt-1 text-small text-muted">{words.previewOpen}</p>
      ) : (
        <>
          <p className="mt-0.5 mb-3 text-small text-muted">{words.previewHelp}</p>
          {own === undefined ? <p className="text-small text-muted">{words.previewWaits}</p> : <Tried own={own} />}
        </>
      )}
    </section>
  );
}
