import { Link } from '@tanstack/react-router';
import type { Comparison, FitNote, Report, Totals } from '../../api.ts';
import { useSelection } from '../../components/filters.tsx';
import type { KnownModel } from '../../components/models.ts';
import { formatCredit, formatMoney } from '../../format.ts';
import { paths } from '../../paths.ts';
import { carriedSelection } from '../../selection.ts';
import { texts } from '../../texts.ts';
import { Notice } from '../../ui/notice.tsx';

const words = texts.overview.organicNotice;

/** How sure the model is of what it gives to no ad, or why that cannot be told here. */
function doubtOf({ organicConversions, organicInterval, organicSensitivity }: Totals): string {
  if (organicConversions === 0) return '';
  if (organicInterval === null) return words.noInterval;
  const range = ({ low, high }: { low: number; high: number }) => words.range(formatCredit(low), formatCredit(high));
  const moves = organicSensitivity === null ? '' : words.moves(range(organicSensitivity));
  return `${words.interval(range(organicInterval))} ${moves}`.trim();
}

/** The way to the fits, for a model that has none for what is asked. */
export function ToFits() {
  const [selection] = useSelection();
  return (
    <Link to={paths.fits} search={carriedSelection(selection)} className="font-semibold whitespace-nowrap underline underline-offset-4">
      {words.toFits}
    </Link>
  );
}

interface NotedFit {
  fit: FitNote | null;
  totals: Totals;
  currency: string | null;
  /** The model that it is told of, where several stand beside each other. */
  model?: string;
}

const isSilent = ({ fit, totals }: NotedFit) => (fit?.says ?? null) === null && totals.organicConversions === 0;

/** What there is to know of one fit and of what it calls organic. */
function Noted({ fit, totals, currency, model }: NotedFit) {
  const says = fit?.says ?? null;
  const money = totals.organicValueMinor > 0 ? formatMoney(totals.organicValueMinor, currency) : undefined;
  return (
    <div className="[&:not(:first-child)]:mt-2">
      {model !== undefined && <p className="font-semibold">{model}</p>}
      {totals.organicConversions > 0 && (
        <p>
          <strong className="font-semibold">{words.organic(formatCredit(totals.organicConversions), money)}</strong> {doubtOf(totals)}
        </p>
      )}
      {says !== null && (
        <p>
          {says} {fit?.id === null && <ToFits />}
        </p>
      )}
    </div>
  );
}

/** What there is to know of the fit behind a report, and of what it calls organic; nothing under a rule. */
export function OrganicNotice({ report: { fit, totals, currency } }: { report: Report }) {
  const noted = { fit, totals, currency };
  if (isSilent(noted)) return null;
  return (
    <Notice tone="notice">
      <Noted {...noted} />
    </Notice>
  );
}

/** The same of each fit behind a comparison. */
export function ComparedFits({ comparison, models }: { comparison: Comparison; models: readonly KnownModel[] }) {
  const noted = models
    .map(({ name, title }) => {
      return { fit: comparison.fits[name] ?? null, totals: comparison.totals[name], currency: comparison.currency, model: title };
    })
    .filter((one) => !isSilent(one));
  if (noted.length === 0) return null;
  return (
    <Notice tone="notice">
      {noted.map((one) => (
        <Noted key={one.model} {...one} />
      ))}
    </Notice>
  );
}
