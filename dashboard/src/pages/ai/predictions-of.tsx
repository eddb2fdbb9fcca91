import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { useMay } from '../../components/may.ts';
import { paths } from '../../paths.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { PREDICTION_COLUMNS } from './prediction-columns.tsx';
import { PredictionForm } from './prediction-form.tsx';
import { PREDICTIONS, predictionsOfQuery } from './prediction-queries.ts';

/** Asks for a prediction of a campaign where its predictions are. */
function PredictCampaign({ campaign }: { campaign: string }) {
  const queryClient = useQueryClient();
  return (
    <FormDialog label={words.add} lead={words.addLead} look="outline">
      {(close) => (
        <PredictionForm
          campaign={campaign}
          onMade={() => {
            close();
            void queryClient.invalidateQueries({ queryKey: PREDICTIONS });
          }}
        />
      )}
    </FormDialog>
  );
}

/** The newest predictions of a campaign, or of what is in a show, in its own room. */
export function PredictionsOf({ of }: { of: { campaign: string } | { show: string } }) {
  const list = useQuery(predictionsOfQuery(of));
  const mayChange = useMay('analyse');
  const all = (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Link to={paths.predictions} search={{}} className="text-accent-strong underline underline-offset-2">
        {words.all}
      </Link>
      {mayChange && 'campaign' in of && <PredictCampaign campaign={of.campaign} />}
    </span>
  );
  return (
    <Panel id="predictions" title={words.list} aside={all}>
      {list.error && !list.data && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
      {!list.error && !list.data && <SkeletonLines count={3} label={texts.loading} />}
      {list.data?.items.length === 0 && <Empty title={words.empty} help={'campaign' in of ? words.emptyOfCampaign : words.emptyOfShow} />}
      {list.data && list.data.items.length > 0 && (
        <Table caption={words.list} columns={PREDICTION_COLUMNS} rows={list.data.items} rowKey={({ id }) => id} />
      )}
    </Panel>
  );
}
