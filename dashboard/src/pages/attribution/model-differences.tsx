import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FailurePanel } from '../../components/failure.tsx';
import type { ModelDifference } from '../../models-api.ts';
import { modelTexts as words } from '../../texts-models.ts';
import { texts } from '../../texts.ts';
import { SelectField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { modelDifferenceQuery } from './model-queries.ts';
import { parameterName, parameterText } from '../../components/model-says.ts';

type Difference = ModelDifference['differences'][number];

const COLUMNS: readonly Column<Difference>[] = [
  { id: 'parameter', header: words.parameter, cell: ({ parameter }) => parameterName(parameter) },
  { id: 'earlier', header: words.earlier, cell: ({ parameter, from }) => parameterText(parameter, from) },
  { id: 'later', header: words.later, cell: ({ parameter, to }) => parameterText(parameter, to) },
];

function Told({ difference }: { difference: ModelDifference }) {
  if (difference.differences.length === 0) return <p className="px-4 pb-5 text-muted sm:px-5">{words.same}</p>;
  return <Table caption={words.difference} columns={COLUMNS} rows={difference.differences} rowKey={({ parameter }) => parameter} />;
}

/** What differs between two versions, which the address names: the newest and the one before it where it names none. */
export function ModelDifferences({ name, newest }: { name: string; newest: number }) {
  const { earlier, later } = useSearch({ from: '/signed-in/models/own/$key' });
  const navigate = useNavigate();
  const to = Math.min(later ?? newest, newest);
  const from = Math.min(earlier ?? to - 1, newest);
  const query = useQuery(modelDifferenceQuery(name, { from, to }));
  if (newest === 1) {
    return (
      <Panel id="difference" title={words.difference}>
        <p className="px-4 pb-5 text-muted sm:px-5">{words.onlyOne}</p>
      </Panel>
    );
  }
  const versions = Array.from({ length: newest }, (_, place) => [String(newest - place), String(newest - place)] as const);
  const choose = (change: { earlier?: number; later?: number }) =>
    void navigate({ to: '.', search: (before) => ({ ...before, earlier: from, later: to, ...change }), replace: true, resetScroll: false });
  return (
    <Panel id="difference" title={words.difference} busy={query.isPlaceholderData}>
      <div className="grid max-w-md grid-cols-2 gap-4 px-4 pb-4 sm:px-5">
        <SelectField
          label={words.from}
          options={versions}
          value={String(from)}
          onChange={({ target }) => choose({ earlier: Number(target.value) })}
        />
        <SelectField
          label={words.to}
          options={versions}
          value={String(to)}
          onChange={({ target }) => choose({ later: Number(target.value) })}
        />
      </div>
      {query.error && <FailurePanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.data ? <Told difference={query.data} /> : !query.error && <SkeletonLines count={3} label={texts.loading} />}
    </Panel>
  );
}
