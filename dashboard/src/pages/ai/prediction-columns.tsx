import { Link } from '@tanstack/react-router';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatDay } from '../../format.ts';
import { paths } from '../../paths.ts';
import type { PredictionSummary } from '../../predictions-api.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';
import type { Column } from '../../ui/table.tsx';
import { LINK, Named } from '../catalog/named.tsx';
import { CameCell, intervalText, NoHistory, subjectOf } from './predicted.tsx';

/** A prediction as a list has it; its name leads to it. */
export const PREDICTION_COLUMNS: readonly Column<PredictionSummary>[] = [
  {
    id: 'subject',
    header: words.subject,
    sortValue: (one) => subjectOf(one).toLowerCase(),
    cell: (one) => (
      <Named name={one.subject.key === null ? words.plan : one.subject.name} of={one.subject.key ?? ''}>
        {(text) => (
          <Link to={paths.prediction} params={{ id: one.id }} search={{}} className={LINK}>
            {text}
          </Link>
        )}
      </Named>
    ),
  },
  { id: 'kind', header: words.kind, sortValue: ({ kind }) => kind, cell: ({ kind }) => words.kinds[kind] },
  {
    id: 'asOf',
    header: words.asOf,
    sortValue: ({ asOf }) => asOf,
    cell: ({ asOf }) => <span className="whitespace-nowrap">{formatDay(asOf, 'full')}</span>,
  },
  {
    id: 'interval',
    header: words.interval,
    beside: <WhatIsThis definition={words.definitions.interval} />,
    cell: (one) => (
      <span className="whitespace-nowrap">
        {intervalText(one.headline, 80, one.currency)}{' '}
        <span className="text-small text-muted">{words.measures[one.headline.measure].toLowerCase()}</span> <NoHistory label={one.label} />
      </span>
    ),
  },
  {
    id: 'came',
    header: words.came,
    sortValue: ({ headline }) => headline.outcome,
    cell: ({ headline, currency, dueOn }) =>
      headline.outcome === null && dueOn !== null ? (
        <span className="text-small whitespace-nowrap text-muted">{words.notYet(formatDay(dueOn, 'full'))}</span>
      ) : (
        <CameCell one={headline} currency={currency} />
      ),
  },
];
