import { useMutation } from '@tanstack/react-query';
import { formatInstant } from '../../format.ts';
import { creditsAddress, type Run, type RunVerification, verifyRun } from '../../runs-api.ts';
import { runTexts as words } from '../../texts-runs.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Check, Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { conversionsText } from './run-says.ts';

function Verdict({ verification }: { verification: RunVerification }) {
  const { verdict, gone, days } = verification;
  if (verdict !== 'differs') {
    const says = verdict === 'same' ? words.verdict.same : words.verdict.erased(conversionsText(gone));
    return <Notice icon={<Check className="size-4 text-accent" />}>{says}</Notice>;
  }
  return (
    <Notice tone="danger" icon={<Warning />}>
      <p>{words.verdict.differs}</p>
      <ul className="mt-1">
        {days.map(({ day, says }) => (
          <li key={day}>
            {day}: {says}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Takes the credits of a run away as a file, and computes it anew to see whether it comes out the same. */
export function RunChecks({ run: { id, createdAt } }: { run: Run }) {
  const check = useMutation({ mutationFn: () => verifyRun(id) });
  return (
    <Panel id="checks" title={`${words.verify}, ${formatInstant(createdAt)}`}>
      <div className="flex flex-col gap-3 px-4 pb-5 sm:px-5">
        <div className="flex flex-wrap gap-2">
          <Button look="solid" disabled={check.isPending} onClick={() => check.mutate()}>
            {check.isPending ? words.verifying : words.verify}
          </Button>
          <ButtonLink href={creditsAddress(id, 'csv')} download>
            {words.export.csv}
          </ButtonLink>
          <ButtonLink href={creditsAddress(id, 'ndjson')} download>
            {words.export.ndjson}
          </ButtonLink>
        </div>
        <div role="status">{check.data && <Verdict verification={check.data} />}</div>
        {check.error && (
          <p role="alert" className="text-small font-medium text-danger">
            {check.error.message}
          </p>
        )}
        <p className="max-w-3xl text-small text-muted">{words.exportHelp}</p>
      </div>
    </Panel>
  );
}
