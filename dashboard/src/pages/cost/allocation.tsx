import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type AllocationDetail, createAllocation, type Dimension } from '../../allocation-api.ts';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { allocationTexts as words } from '../../texts-allocation.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Said } from '../tenants/said.tsx';
import { ALLOCATIONS, formatMonth, recentMonths, versionsQuery } from './allocation-queries.ts';
import { AllocationResult, AllocationVersions } from './allocation-result.tsx';
import { AllocationRulesPanel } from './allocation-rules.tsx';
import { MonthChoice } from './month-choice.tsx';

const DIMENSIONS = (['campaign', 'advertiser', 'feature'] as const).map((value) => ({ value, label: words.dimensions[value] }));

/** A month's bill split over campaigns, advertisers or features, with its versions and rules. */
export function CostAllocation() {
  const queryClient = useQueryClient();
  const maySplit = useMay('pay');
  const [month, chooseMonth] = useState(() => recentMonths(Date.now())[0]);
  const [dimension, chooseDimension] = useState<Dimension>('campaign');
  const [picked, pick] = useState<string>();
  const [said, say] = useState('');
  const { data, error, refetch, isPlaceholderData } = useQuery(versionsQuery(month, dimension));
  const run = useMutation({
    mutationFn: createAllocation,
    onSuccess: (found: AllocationDetail) => {
      pick(found.id);
      say(words.ran(found.version, formatMonth(found.month)));
      void queryClient.invalidateQueries({ queryKey: ALLOCATIONS });
    },
  });
  const items = isPlaceholderData ? [] : (data?.items ?? []);
  const shown = items.find(({ id }) => id === picked)?.id ?? items[0]?.id;
  const change = (then: () => void) => {
    run.reset();
    say('');
    then();
  };
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <div className="flex flex-wrap items-center gap-3">
        <MonthChoice month={month} onChoose={(one) => change(() => chooseMonth(one))} />
        <Segmented label={words.over} choices={DIMENSIONS} value={dimension} onChoose={(one) => change(() => chooseDimension(one))} />
        {maySplit && (
          <Button look="solid" disabled={run.isPending} onClick={() => run.mutate({ month, dimension })}>
            {words.run}
          </Button>
        )}
      </div>
      <FormProblem error={run.error ?? undefined} rest={run.error?.message} />
      <Said text={said} />
      {shown !== undefined ? (
        <>
          <AllocationResult key={shown} id={shown} />
          <AllocationVersions items={items} shown={shown} onShow={pick} />
        </>
      ) : (
        <Panel id="allocation" title={formatMonth(month)}>
          {error ? (
            <ListFailure error={error} onRetry={() => void refetch()} />
          ) : data && !isPlaceholderData ? (
            <Empty title={words.none} help={maySplit ? words.noneHelp : words.noneRead} />
          ) : (
            <SkeletonLines count={8} label={texts.loading} />
          )}
        </Panel>
      )}
      <AllocationRulesPanel dimension={dimension} mayChange={maySplit} onSaved={(version) => say(words.saved(version))} />
    </>
  );
}
