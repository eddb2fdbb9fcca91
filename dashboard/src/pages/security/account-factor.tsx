import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { beginEnrolment, type Enrolment, type Me, removeFactor, renewRecoveryCodes } from '../../account-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { sessionQuery } from '../../queries.ts';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { meQuery, ownSessionsQuery } from './account-queries.ts';
import { EnrolmentSteps } from './enrolment-steps.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

const words = accountTexts.mfa;

/** What was known of the person and their session is read anew: a second factor changes both. */
function useRefresh() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async () => {
    for (const { queryKey } of [meQuery, ownSessionsQuery, sessionQuery]) await queryClient.invalidateQueries({ queryKey });
    await router.invalidate();
  };
}

function Begin({ onBegun }: { onBegun: (enrolment: Enrolment) => void }) {
  const begin = useSensitiveChange(beginEnrolment, onBegun);
  return (
    <>
      <p className="max-w-2xl text-muted">{words.offLead}</p>
      {begin.problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {begin.problem}
        </p>
      )}
      <Button look="solid" className="self-start" disabled={begin.isBusy} onClick={() => begin.start(undefined)}>
        {words.begin}
      </Button>
      {begin.question}
    </>
  );
}

interface InUseProps {
  me: Me;
  onCodes: (codes: string[]) => void;
  onRemoved: () => void;
}

function InUse({ me, onCodes, onRemoved }: InUseProps) {
  const renew = async () => onCodes((await renewRecoveryCodes()).recoveryCodes);
  return (
    <>
      <p className="max-w-2xl text-muted">
        {words.onLead} {words.left(me.recoveryCodesLeft)}.
      </p>
      <div className="flex flex-wrap gap-2">
        <AskFirst
          label={words.renew}
          look="outline"
          title={`${words.renew}?`}
          lead={words.renewLead}
          change={renew}
          onDone={() => undefined}
        />
        <AskFirst
          label={words.remove}
          look="outline"
          title={`${words.remove}?`}
          lead={words.removeLead}
          change={removeFactor}
          onDone={onRemoved}
        />
      </div>
    </>
  );
}

/** The second factor: setting it up, its recovery codes, taking it away. */
export function AccountFactor({ me }: { me: Me }) {
  const refresh = useRefresh();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [codes, setCodes] = useState<string[]>();
  const [said, say] = useState('');
  const confirmed = (fresh: string[]) => {
    setEnrolment(undefined);
    setCodes(fresh);
    void refresh();
  };
  const removed = () => {
    say(words.removed);
    void refresh();
  };
  const state = me.hasSecondFactor ? words.on : words.off;
  return (
    <Panel title={words.title} id="account-factor" aside={<Tag tone={me.hasSecondFactor ? 'plain' : 'notice'}>{state}</Tag>}>
      <div className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
        <Said text={said} />
        {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
        {enrolment && <EnrolmentSteps enrolment={enrolment} onConfirmed={confirmed} onCancelled={() => setEnrolment(undefined)} />}
        {!codes &&
          !enrolment &&
          (me.hasSecondFactor ? <InUse me={me} onCodes={confirmed} onRemoved={removed} /> : <Begin onBegun={setEnrolment} />)}
      </div>
    </Panel>
  );
}
