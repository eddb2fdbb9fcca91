import type { AnomalyWatch } from '../../anomalies-api.ts';
import { formatCount } from '../../format.ts';
import { anomalyTexts as words } from '../../texts-anomalies.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { subjectName } from './anomaly-figures.ts';

type Unwatched = AnomalyWatch['unwatched'][number];

function reasonOf({ reason, metric }: Unwatched): string {
  if (reason === 'too_short') return words.unwatched.too_short();
  return reason === 'often_zero' ? words.unwatched.often_zero(words.daysWith[metric]) : words.unwatched.too_small(words.least[metric]);
}

const COLUMNS: readonly Column<Unwatched>[] = [
  {
    id: 'series',
    header: words.series,
    cell: ({ metric, subject }) => <span className="wrap-anywhere">{`${words.metrics[metric]}, ${subjectName(subject)}`}</span>,
  },
  { id: 'why', header: words.why, cell: reasonOf },
];

/** Which daily series are not watched, and why; a tenant without spend is told why that has none. */
export function AnomalyCoverage({ watch }: { watch: AnomalyWatch }) {
  const { unwatched, spendMissing, learningSeries, sparseSeries, daysThrough } = watch;
  const left = learningSeries + sparseSeries - unwatched.length;
  return (
    <Panel id="unwatched" title={words.watched}>
      {unwatched.length === 0 && <p className="px-5 pb-5 text-muted">{daysThrough === null ? words.notLooked : words.allWatched}</p>}
      {unwatched.length > 0 && (
        <Table
          caption={words.watched}
          columns={COLUMNS}
          rows={unwatched}
          rowKey={({ metric, subject }) => `${metric} ${subject.type} ${subject.key}`}
        />
      )}
      {left > 0 && <p className="px-5 py-3 text-small text-muted">{words.moreUnwatched(formatCount(left))}</p>}
      {spendMissing !== null && (
        <div className="px-5 pt-3 pb-5">
          <Notice>{words.spendMissing[spendMissing]}</Notice>
        </div>
      )}
    </Panel>
  );
}
