import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { formatCount, formatMoney } from '../../format.ts';
import { paths } from '../../paths.ts';
import { decideRecommendation, type Recommendation } from '../../recommendations-api.ts';
import { recommendationTexts as words } from '../../texts-recommendations.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { RecommendationLinks } from './recommendation-links.tsx';

type Decision = 'open' | 'dismissed' | 'done';

function amountText(value: number, { gain, currency }: Recommendation): string {
  if (gain.unit === 'money') return formatMoney(Math.round(value), currency);
  return Math.abs(value) >= 10 ? formatCount(value) : String(Math.round(10 * value) / 10).replace('-', '−');
}

const intervalText = (one: Recommendation, { low, high }: { low: number; high: number }) =>
  words.interval(amountText(low, one), amountText(high, one));

/** What is expected, with its interval drawn around nothing. */
function Expected({ of: one }: { of: Recommendation }) {
  const { gain, period } = one;
  const [least, most] = [Math.min(0, gain.low), Math.max(0, gain.high)];
  const place = (value: number) => `${(100 * (value - least)) / Math.max(most - least, Number.MIN_VALUE)}%`;
  return (
    <div className="min-w-56 flex-1 sm:max-w-72">
      <p className="text-small text-muted">{words.expected(period.days)}</p>
      <p className="text-title font-semibold tabular-nums">
        {amountText(gain.value, one)} <span className="text-body font-normal text-muted">{words.units[gain.unit]}</span>
      </p>
      <div className="relative my-2 h-1.5 rounded-full bg-sunken" aria-hidden="true">
        <span
          className="absolute inset-y-0 rounded-full bg-accent"
          style={{ left: place(gain.low), right: `calc(100% - ${place(gain.high)})` }}
        />
        <span className="absolute -inset-y-1 w-px bg-line-strong" style={{ left: place(0) }} />
      </div>
      <p className="text-small text-muted tabular-nums">{intervalText(one, gain)}</p>
      <p className="text-small text-muted">{words.chance(`${Math.min(99, Math.floor(100 * gain.chance))} %`)}</p>
    </div>
  );
}

function Because({ of: one }: { of: Recommendation }) {
  const { evidence, against } = one;
  return (
    <div className="grid gap-x-8 gap-y-4 md:grid-cols-[3fr_2fr]">
      <section>
        <h4 className="pb-1.5 text-small font-semibold">{words.evidence}</h4>
        <dl className="flex flex-col gap-2">
          {evidence.map(({ label, value, definition }) => (
            <div key={label} className="flex flex-wrap justify-between gap-x-4">
              <dt className="wrap-anywhere">{label}</dt>
              <dd className="font-medium tabular-nums">{value}</dd>
              <dd className="basis-full text-caption text-faint">{definition}</dd>
            </div>
          ))}
        </dl>
        <RecommendationLinks of={one} />
      </section>
      <section>
        <h4 className="pb-1.5 text-small font-semibold">{words.against}</h4>
        <ul className="flex list-disc flex-col gap-1.5 pl-4 text-muted">
          {against.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function DecisionForm({ of: one, status, onDone }: { of: Recommendation; status: Decision; onDone: () => void }) {
  const [note, write] = useState('');
  const deciding = useMutation({
    mutationFn: () => decideRecommendation(one.id, { status, note: note.trim() === '' ? null : note.trim() }),
    onSuccess: onDone,
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        deciding.mutate();
      }}
    >
      <label className="flex flex-col gap-1">
        <span className="font-medium">{words.note}</span>
        <textarea
          rows={3}
          maxLength={1_000}
          value={note}
          onChange={(event) => write(event.target.value)}
          className="rounded-control border border-line-strong bg-surface px-3 py-2"
        />
        <span className="text-small text-muted">{words.noteHelp}</span>
      </label>
      <FormProblem error={deciding.error ?? undefined} rest={deciding.error?.message} />
      <Button type="submit" look="solid" disabled={deciding.isPending}>
        {status === 'done' ? words.done : words.dismiss}
      </Button>
    </form>
  );
}

interface Deciding {
  of: Recommendation;
  onDecided: (status: Decision) => void;
}

function Decide({ of: one, onDecided }: Deciding) {
  const reopening = useMutation({
    mutationFn: () => decideRecommendation(one.id, { status: 'open', note: null }),
    onSuccess: () => onDecided('open'),
  });
  if (one.status === 'lapsed') return null;
  if (one.status !== 'open')
    return (
      <Button look="quiet" aria-label={words.reopenName(one.title)} disabled={reopening.isPending} onClick={() => reopening.mutate()}>
        {words.reopen}
      </Button>
    );
  const choices = [
    { status: 'dismissed', label: words.dismiss, name: words.dismissName(one.title), lead: words.dismissLead, look: 'quiet' },
    { status: 'done', label: words.done, name: words.doneName(one.title), lead: words.doneLead, look: 'outline' },
  ] as const;
  return (
    <>
      {choices.map(({ status, ...rest }) => (
        <FormDialog key={status} {...rest}>
          {(close) => (
            <DecisionForm
              of={one}
              status={status}
              onDone={() => {
                close();
                onDecided(status);
              }}
            />
          )}
        </FormDialog>
      ))}
    </>
  );
}

function Became({ of: one }: { of: Recommendation }) {
  const { status, decidedAt, decidedBy, note, outcome, outcomeFrom } = one;
  if (decidedAt === null) return status === 'lapsed' ? <p className="text-muted">{words.lapsedHelp}</p> : null;
  return (
    <div className="flex flex-col gap-1 text-muted">
      <p>
        {words.statuses[status]} <Instant at={decidedAt} /> {decidedBy !== null && words.decidedBy(decidedBy)}
        {note !== null && <span className="wrap-anywhere text-ink"> – {note}</span>}
      </p>
      {outcome !== null && (
        <p className="text-ink">
          {words.outcome}: <span className="font-medium tabular-nums">{amountText(outcome.value, one)}</span> {words.units[one.gain.unit]} (
          {intervalText(one, outcome)}), {words.verdicts[outcome.verdict]}
        </p>
      )}
      {outcome === null && outcomeFrom !== null && (
        <p>
          {words.outcomeFrom} <Instant at={outcomeFrom} />
        </p>
      )}
    </div>
  );
}

/** A recommendation with what is expected of it, what it rests on, what would change our mind, and what became of it. */
export function RecommendationCard({ of: one, mayDecide, onDecided }: Deciding & { mayDecide: boolean }) {
  const { id, kind, status, title, says, wording, isSimulated } = one;
  return (
    <article aria-labelledby={id} className="flex flex-col gap-4 rounded-panel border border-line bg-surface p-4 sm:p-5">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="max-w-2xl min-w-0 flex-1 basis-80">
          <p className="flex flex-wrap gap-1.5 pb-1.5">
            <Tag>{words.kinds[kind]}</Tag>
            {status !== 'open' && <Tag>{words.statuses[status]}</Tag>}
            {isSimulated && <Tag tone="notice">{words.simulated}</Tag>}
          </p>
          <h3 id={id} className="text-lead font-semibold wrap-anywhere">
            {title}
          </h3>
          <p className="pt-1 wrap-anywhere">{says}</p>
          {wording !== null && (
            <blockquote className="mt-2 border-l-2 border-line-strong pl-3 text-muted wrap-anywhere">
              {wording.text}
              <footer className="text-caption text-faint">{words.modelWords(wording.model)}</footer>
            </blockquote>
          )}
        </div>
        <Expected of={one} />
      </div>
      <Because of={one} />
      <Became of={one} />
      <div className="flex flex-wrap justify-end gap-2">
        {kind === 'test_incrementality' && status === 'open' && (
          <Link
            to={paths.experiments}
            search={{}}
            className="inline-flex min-h-9 items-center rounded-control px-3.5 text-accent-strong underline underline-offset-2"
          >
            {words.plan}
          </Link>
        )}
        {mayDecide && <Decide of={one} onDecided={onDecided} />}
      </div>
    </article>
  );
}
