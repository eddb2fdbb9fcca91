import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Budget, type CostAlert, removeBudget } from '../../budgets-api.ts';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { PagedList } from '../../components/paged-list.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { budgetTexts as words } from '../../texts-budgets.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import type { Column } from '../../ui/table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { BudgetForm } from './budget-form.tsx';
import { BudgetLine, Legend } from './budget-line.tsx';
import { alertsQuery, BUDGETS, budgetsQuery } from './budget-queries.ts';

function Make({ onMade }: { onMade: (budget: Budget) => void }) {
  return (
    <FormDialog label={words.make} lead={words.makeLead} look="outline">
      {(close) => (
        <BudgetForm
          onSaved={(budget) => {
            close();
            onMade(budget);
          }}
        />
      )}
    </FormDialog>
  );
}

interface ActionsProps {
  budget: Budget;
  onChanged: (budget: Budget) => void;
  onRemoved: (budget: Budget) => void;
}

function Actions({ budget, onChanged, onRemoved }: ActionsProps) {
  const { key, name } = budget;
  return (
    <span className="mt-2 -ml-3.5 flex gap-1">
      <FormDialog label={words.change} name={words.changeOf(name)} lead={words.changeLead} look="quiet">
        {(close) => (
          <BudgetForm
            budget={budget}
            onSaved={(saved) => {
              close();
              onChanged(saved);
            }}
          />
        )}
      </FormDialog>
      <AskFirst
        label={words.remove}
        name={words.removeOf(name)}
        title={words.removeTitle(name)}
        lead={words.removeLead}
        change={() => removeBudget(key)}
        onDone={() => onRemoved(budget)}
      />
    </span>
  );
}

const COLUMNS: readonly Column<CostAlert>[] = [
  { id: 'when', header: words.when, cell: ({ raisedAt }) => <Instant at={raisedAt} /> },
  { id: 'budget', header: words.budget, cell: ({ budget }) => <span className="block min-w-20 wrap-anywhere">{budget}</span> },
  {
    id: 'tells',
    header: words.tells,
    cell: ({ finding }) => (
      <span className="flex min-w-64 max-w-prose flex-col items-start gap-1 whitespace-normal wrap-anywhere">{finding}</span>
    ),
  },
];

function Alerts() {
  const list = useInfiniteQuery(alertsQuery);
  return (
    <Panel id="alerts" title={words.alerts}>
      <p className="px-4 pb-2 text-small text-muted sm:px-5">{words.alertsLead}</p>
      <PagedList
        list={list}
        caption={words.alerts}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        counted={words.alertsCount}
        empty={<Empty title={words.noAlerts} help={words.noAlertsHelp} />}
      />
    </Panel>
  );
}

/** The budgets of the tenant, how each stands, and what was told of them. */
export function CostBudgets() {
  const queryClient = useQueryClient();
  const mayChange = useMay('administer');
  const [said, say] = useState('');
  const { data, error, refetch } = useQuery(budgetsQuery);
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: BUDGETS });
  };
  const make = mayChange && <Make onMade={({ name }) => tell(words.made(name))} />;
  const doing = { onChanged: ({ name }: Budget) => tell(words.changed(name)), onRemoved: ({ name }: Budget) => tell(words.removed(name)) };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="budgets" title={words.list} beside={<WhatIsThis definition={words.definition} />} aside={data && data.length > 0 && make}>
        {data ? (
          data.length === 0 ? (
            <Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyReader}>
              {make}
            </Empty>
          ) : (
            <>
              <Legend />
              <ul className="border-t border-line">
                {data.map((budget) => (
                  <BudgetLine key={budget.key} budget={budget} actions={mayChange && <Actions budget={budget} {...doing} />} />
                ))}
              </ul>
            </>
          )
        ) : error ? (
          <ListFailure error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines count={6} label={texts.loading} />
        )}
      </Panel>
      <Alerts />
    </>
  );
}
