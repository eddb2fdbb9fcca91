import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Anomaly, judgeAnomaly, type Verdict, VERDICTS } from '../../anomalies-api.ts';
import { ListFailure } from '../../components/failure.tsx';
import { useMay } from '../../components/may.ts';
import { anomalyTexts as words } from '../../texts-anomalies.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Said } from '../tenants/said.tsx';
import { ANOMALIES } from './anomaly-queries.ts';

const isVerdict = (status: Anomaly['status']): status is Verdict => VERDICTS.some((verdict) => verdict === status);

/** Whether an anomaly was worth telling, as somebody says it. */
export function AnomalyVerdict({ anomaly }: { anomaly: Anomaly }) {
  const queryClient = useQueryClient();
  const mayJudge = useMay('analyse');
  const [said, say] = useState('');
  const judge = useMutation({
    mutationFn: (verdict: Verdict | null) => judgeAnomaly(anomaly.id, verdict),
    onSuccess: (_judged, verdict) => {
      say(words.said[verdict ?? 'none']);
      void queryClient.invalidateQueries({ queryKey: ANOMALIES });
    },
  });
  const { status, judgedBy } = anomaly;
  return (
    <Panel id="verdict" title={words.judge}>
      <div className="flex flex-col gap-3 px-5 pb-5">
        <p className="max-w-prose text-muted">{mayJudge ? words.judgeLead : words.mayNot}</p>
        {mayJudge && (
          <div className="flex flex-wrap gap-2">
            {VERDICTS.map((verdict) => (
              <Button
                key={verdict}
                look={status === verdict ? 'solid' : 'outline'}
                aria-pressed={status === verdict}
                disabled={judge.isPending}
                onClick={() => judge.mutate(verdict)}
              >
                {words.verdicts[verdict]}
              </Button>
            ))}
            {isVerdict(status) && (
              <Button look="quiet" disabled={judge.isPending} onClick={() => judge.mutate(null)}>
                {words.takeBack}
              </Button>
            )}
          </div>
        )}
        {judgedBy !== null && <p className="text-small text-muted">{words.judged(judgedBy)}</p>}
        <Said text={said} />
        {judge.error && <ListFailure error={judge.error} onRetry={() => judge.reset()} />}
      </div>
    </Panel>
  );
}
