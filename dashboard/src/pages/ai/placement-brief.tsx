import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { type Aircheck, type Brief, type BriefDetails, createAircheck, putBrief, removeBrief } from '../../airchecks-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { Removal } from '../../components/removal.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { faultsOf } from '../../faults.ts';
import { aircheckTexts as words } from '../../texts-airchecks.ts';
import { texts } from '../../texts.ts';
import { SelectField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { typedIn } from '../../ui/typed.ts';
import type { Changing } from '../catalog/changing.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { Facts } from '../tenants/facts.tsx';
import { AIRCHECKS, airchecksQuery, briefsQuery } from './aircheck-queries.ts';
import { AIRCHECK_COLUMNS } from './airchecks.tsx';
import { BriefForm } from './brief-form.tsx';
import { transcriptsQuery } from './transcript-queries.ts';

function CheckForm({ placement, onDone }: { placement: string; onDone: (aircheck: Aircheck) => void }) {
  const { data: transcripts = [] } = useQuery(transcriptsQuery);
  const check = (form: HTMLFormElement) => createAircheck(placement, typedIn(form).text('transcript') ?? '');
  const change = useSensitiveChange(check, onDone);
  const faults = faultsOf(change.error, ['transcript', 'placement']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const options = transcripts.map(({ id, episode, episodeName, copy, version }) => {
    return [id, `${episodeName ?? episode}, ${words.copies[copy]}, ${words.version(version)}`] as const;
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        name="transcript"
        label={words.transcript}
        help={options.length === 0 ? words.noTranscripts : undefined}
        options={options}
        problem={faults.at('transcript') ?? faults.at('placement')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.run} />
    </form>
  );
}

function factsOf(brief: Brief) {
  const { sponsor, alsoKnownAs, talkingPoints, promoCode, address, position, leastSeconds, forbiddenWords } = brief;
  const list = (name: string, values: readonly string[]) => (values.length === 0 ? [] : [{ name, value: values.join(', ') }]);
  return [
    ...list(words.sponsor, [sponsor, ...alsoKnownAs]),
    ...list(words.talkingPoints, talkingPoints),
    ...list(words.promoCode, promoCode === null ? [] : [promoCode]),
    ...list(words.address, address === null ? [] : [address]),
    ...list(words.position, position === null ? [] : [words.positions[position]]),
    ...list(words.leastSeconds, leastSeconds === null ? [] : [String(leastSeconds)]),
    ...list(words.forbiddenWords, forbiddenWords),
    ...list(
      words.competitors,
      brief.competitors.map((name) => words.away(name, brief.separationMinutes ?? 0)),
    ),
  ];
}

const detailsOf = ({ placement: _of, version: _version, changedAt: _at, changedBy: _by, ...details }: Brief): BriefDetails => details;

/** What is asked of a placement's read, and the airchecks that were done against it. */
export function PlacementBrief({ placement, mayChange, tell }: Changing & { placement: string }) {
  const queryClient = useQueryClient();
  const briefs = useQuery(briefsQuery);
  const { data: airchecks = [] } = useQuery(airchecksQuery(placement));
  const brief = briefs.data?.find((one) => one.placement === placement);
  const done = (close: () => void, text: string) => {
    close();
    tell(text);
    void queryClient.invalidateQueries({ queryKey: AIRCHECKS });
  };
  const actions = (
    <span className="flex flex-wrap gap-2">
      <FormDialog label={words.edit} lead={words.editLead} look="outline">
        {(close) => <BriefForm placement={placement} brief={brief} onSaved={() => done(close, words.saved)} />}
      </FormDialog>
      {brief && (
        <FormDialog label={words.check} lead={words.checkLead} look="outline">
          {(close) => <CheckForm placement={placement} onDone={({ outcome }) => done(close, words.ran(words.verdicts[outcome]))} />}
        </FormDialog>
      )}
      {brief && (
        <Removal
          label={words.removeBrief}
          said={words.briefRemoved}
          remove={() => removeBrief(placement)}
          restore={() => putBrief(placement, detailsOf(brief))}
          onDone={() => done(() => undefined, '')}
        />
      )}
    </span>
  );
  return (
    <Panel id="brief" title={words.brief} aside={briefs.data && mayChange && actions}>
      {briefs.error && !briefs.data && <ListFailure error={briefs.error} onRetry={() => void briefs.refetch()} />}
      {!briefs.error && !briefs.data && <SkeletonLines count={3} label={texts.loading} />}
      {briefs.data && !brief && <Empty title={words.noBrief} help={words.noBriefHelp} />}
      {brief && <Facts items={factsOf(brief)} />}
      {airchecks.length > 0 && <Table caption={words.list} columns={AIRCHECK_COLUMNS} rows={airchecks} rowKey={({ id }) => id} />}
    </Panel>
  );
}
