import { meanings } from '../../definitions-of-columns.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { ModelMark } from '../../components/model-mark.tsx';
import { useBaseTitle } from '../../components/models.ts';
import { RoomHead } from '../../components/room-head.tsx';
import type { Fit } from '../../fits-api.ts';
import { formatCount, UNKNOWN } from '../../format.ts';
import { paths } from '../../paths.ts';
import { fitTexts as words } from '../../texts-fits.ts';
import { modelTexts } from '../../texts-models.ts';
import { texts } from '../../texts.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, figure } from '../../ui/table.tsx';
import { FoundList } from '../catalog/found-table.tsx';
import { LINK } from '../catalog/named.tsx';
import { Said } from '../tenants/said.tsx';
import { FitForm } from './fit-form.tsx';
import { FITS, fitsQuery } from './work-queries.ts';

const termsOf = ({ model, unit, lookbackDays, order }: Fit) => `${model} ${unit} ${lookbackDays} ${order}`;
const hasEnded = ({ state }: Fit) => state === 'done' || state === 'insufficient';

/** The newest fit of each terms that ended: what reports go by. Fits come the newest first. */
function inUse(fits: readonly Fit[]): Set<string> {
  const newest = new Map<string, string>();
  for (const fit of fits) if (hasEnded(fit) && fit.order === 1 && !newest.has(termsOf(fit))) newest.set(termsOf(fit), fit.id);
  return new Set(newest.values());
}

function columnsOf(titleOf: (base: string) => string, used: ReadonlySet<string>): Column<Fit>[] {
  return [
    {
      id: 'model',
      header: words.model,
      sortValue: ({ model }) => model,
      cell: ({ id, model, order }) => (
        <span className="flex items-center gap-2">
          <ModelMark model={model} />
          <Link to={paths.fit} params={{ id }} search={{}} className={LINK}>
            {order === 1 ? titleOf(model) : `${titleOf(model)}, ${order}`}
          </Link>
          {used.has(id) && <Tag title={words.inUseHelp}>{words.inUse}</Tag>}
        </span>
      ),
    },
    { id: 'unit', header: words.unit, sortValue: ({ unit }) => unit, cell: ({ unit }) => modelTexts.units[unit] },
    {
      id: 'lookback',
      header: words.lookback,
      sortValue: ({ lookbackDays }) => lookbackDays,
      cell: ({ lookbackDays }) => <span className="whitespace-nowrap">{texts.filters.days(lookbackDays)}</span>,
    },
    { id: 'state', header: words.state, sortValue: ({ state }) => state, cell: ({ state }) => words.states[state] },
    {
      id: 'conversions',
      ...figure(words.conversions, meanings.fitConversions),
      sortValue: ({ result }) => result?.conversions ?? null,
      cell: ({ result }) => (result === null ? UNKNOWN : formatCount(result.conversions)),
    },
    {
      id: 'people',
      ...figure(words.people, meanings.fitPeople),
      sortValue: ({ result }) => result?.people ?? null,
      cell: ({ result }) => (result === null ? UNKNOWN : formatCount(result.people)),
    },
    { id: 'fitted', header: words.fitted, sortValue: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Instant at={createdAt} /> },
  ];
}

/** The fits of the data-driven models. */
export function FitsRoom() {
  const queryClient = useQueryClient();
  const list = useQuery(fitsQuery);
  const mayChange = useMay('analyse');
  const titleOf = useBaseTitle();
  const [said, say] = useState('');
  const request = (
    <FormDialog label={words.request} lead={words.requestLead}>
      {(close) => (
        <FitForm
          onRequested={() => {
            close();
            say(words.requested);
            void queryClient.invalidateQueries({ queryKey: FITS });
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="fits" title={words.list} aside={list.data && mayChange && request}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={columnsOf(titleOf, inUse(list.data ?? []))}
          rowKey={({ id }) => id}
          textOf={({ model, unit, state }) => `${titleOf(model)} ${modelTexts.units[unit]} ${words.states[state]}`}
          empty={<Empty title={words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}
