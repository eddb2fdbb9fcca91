import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Member, type MemberKey, removeMember } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { memberKeysQuery } from './settings-queries.ts';

const words = settingsTexts.members;

interface KnownKeysProps {
  keys: readonly MemberKey[];
  isRevoking: boolean;
  onChoose: (revoke: boolean) => void;
}

/** The keys a member knows, and whether they go with the member. */
function KnownKeys({ keys, isRevoking, onChoose }: KnownKeysProps) {
  return (
    <span className="mt-3 block">
      <span className="block">{words.knownKeys(keys.length)}</span>
      {keys.map(({ id, name, hint }) => (
        <span key={id} className="block text-ink">
          {name} <span className="font-mono text-small text-muted">{hint}</span>
        </span>
      ))}
      <label className="mt-2 flex items-center gap-2.5 font-medium text-ink">
        <input type="checkbox" checked={isRevoking} onChange={(event) => onChoose(event.target.checked)} className="size-4" />
        {words.revokeKeys(keys.length)}
      </label>
    </span>
  );
}

/** Takes a member out, after a question that says which keys stay behind and offers to revoke them. */
export function MemberRemoval({ member, onRemoved }: { member: Member; onRemoved: () => void }) {
  const [isAsked, ask] = useState(false);
  const [isRevoking, setRevoking] = useState(false);
  const known = useQuery({ ...memberKeysQuery(member.id), enabled: isAsked });
  const keys = known.data?.items ?? [];
  const removal = useSensitiveChange(
    (revokeKeys: boolean) => removeMember(member.id, revokeKeys),
    () => {
      ask(false);
      onRemoved();
    },
  );
  const close = () => {
    ask(false);
    removal.forget();
  };
  return (
    <>
      <Button look="quiet" aria-label={words.removeWho(member.name)} onClick={() => ask(true)}>
        {words.remove}
      </Button>
      <Confirm
        title={words.removeTitle(member.name)}
        lead={
          <>
            {words.removeLead}
            {keys.length > 0 && <KnownKeys keys={keys} isRevoking={isRevoking} onChoose={setRevoking} />}
          </>
        }
        action={words.remove}
        isOpen={isAsked && !removal.isAsking}
        isBusy={removal.isBusy || known.isPending}
        problem={removal.problem ?? known.error?.message}
        onConfirm={() => removal.start(isRevoking)}
        onClose={close}
      />
      {removal.question}
    </>
  );
}
