import type { SubmitEvent } from 'react';
import { ProblemError } from '../../api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { faultsOf } from '../../faults.ts';
import type { FlagTurn } from '../../platform-api.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { isOver } from '../tenants/instants.ts';

const words = platformTenantTexts.flags;

/** @throws ProblemError for an end that has passed: such a turn would never hold. */
function turnIn(form: HTMLFormElement): FlagTurn {
  const until = fieldText(form, 'expiresAt');
  const expiresAt = until === '' ? null : `${until.length === 16 ? `${until}:00` : until}Z`;
  if (isOver(expiresAt))
    throw new ProblemError(400, 'invalid_request', words.past, { faults: [{ pointer: '/expiresAt', detail: words.past }] });
  return { enabled: fieldText(form, 'enabled') === 'on', expiresAt };
}

interface TurnProps {
  isOn: boolean;
  turn: (turn: FlagTurn) => Promise<unknown>;
  onTurned: () => void;
}

function TurnForm({ isOn, turn, onTurned }: TurnProps) {
  const change = useSensitiveChange<HTMLFormElement, unknown>(async (form) => turn(turnIn(form)), onTurned);
  const faults = faultsOf(change.error, ['enabled', 'expiresAt']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        name="enabled"
        label={words.state}
        options={[
          ['on', words.toOn],
          ['off', words.toOff],
        ]}
        defaultValue={isOn ? 'off' : 'on'}
        problem={faults.at('enabled')}
        className="max-w-40"
      />
      <TextField
        name="expiresAt"
        type="datetime-local"
        label={words.expires}
        help={words.expiresHelp}
        problem={faults.at('expiresAt')}
        className="max-w-64"
      />
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}

interface FlagActionsProps extends TurnProps {
  /** The flag, and whom it is turned for. */
  flag: string;
  of: string;
  /** How it is left to whoever speaks next; undefined where nothing was said. */
  leave: { label: string; name: string; how: () => Promise<unknown>; onLeft: () => void } | undefined;
}

function Leave({ label, name, how, onLeft }: NonNullable<FlagActionsProps['leave']>) {
  const leaving = useSensitiveChange<true, unknown>(how, onLeft);
  return (
    <>
      <Button look="quiet" aria-label={name} disabled={leaving.isBusy} onClick={() => leaving.start(true)}>
        {label}
      </Button>
      {leaving.problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {leaving.problem}
        </p>
      )}
    </>
  );
}

/** Turns a flag, until an end or for good, and takes back what was said. */
export function FlagActions({ flag, of, isOn, turn, onTurned, leave }: FlagActionsProps) {
  return (
    <span className="-ml-3.5 flex flex-wrap gap-1">
      <FormDialog label={words.turn} name={words.turnOf(flag, of)} lead={words.turnLead} look="quiet">
        {(close) => (
          <TurnForm
            isOn={isOn}
            turn={turn}
            onTurned={() => {
              close();
              onTurned();
            }}
          />
        )}
      </FormDialog>
      {leave && <Leave {...leave} />}
    </span>
  );
}
