import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../../components/failure.tsx';
import { type MailChoice, putMailChoice } from '../../mail-choices-api.ts';
import { mailTexts as words } from '../../texts-mails.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Said } from '../tenants/said.tsx';
import { mailChoicesQuery } from './account-queries.ts';

interface SwitchProps {
  choice: MailChoice;
  onTurn: (isMailed: boolean) => void;
}

function Switch({ choice: { kind, tells, isMailed, isAllowed }, onTurn }: SwitchProps) {
  const id = `mail-${kind}`;
  return (
    <li className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        checked={isMailed}
        disabled={!isAllowed}
        aria-describedby={`${id}-tells`}
        onChange={(event) => onTurn(event.target.checked)}
        className="mt-0.5 size-4"
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {words.names[kind]}
        </label>
        <p id={`${id}-tells`} className="max-w-prose text-small text-muted">
          {isAllowed ? tells : `${tells} ${words.notAllowed}`}
        </p>
      </div>
    </li>
  );
}

/** Which mails of the tenant the person gets, kind by kind. */
export function AccountMails({ tenant }: { tenant: string }) {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(mailChoicesQuery);
  const [said, say] = useState('');
  const turn = useMutation({
    mutationFn: putMailChoice,
    onSuccess: (changed, { kind, isMailed }) => {
      queryClient.setQueryData(mailChoicesQuery.queryKey, changed);
      say(isMailed ? words.on(words.names[kind]) : words.off(words.names[kind]));
    },
  });
  const asShown = (choice: MailChoice) =>
    turn.isPending && turn.variables.kind === choice.kind ? { ...choice, ...turn.variables } : choice;
  return (
    <Panel title={words.title} id="account-mails" busy={turn.isPending}>
      <div className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
        <p className="max-w-prose text-muted">{words.lead(tenant)}</p>
        <Said text={said} />
        {turn.error && <Failure error={turn.error} onRetry={() => turn.mutate(turn.variables)} />}
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <SkeletonLines count={2} label={texts.loading} />}
        {data && (
          <ul className="flex flex-col gap-3">
            {data.items.map((choice) => (
              <Switch
                key={choice.kind}
                choice={asShown(choice)}
                onTurn={(isMailed) => {
                  say('');
                  turn.mutate({ kind: choice.kind, isMailed });
                }}
              />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
