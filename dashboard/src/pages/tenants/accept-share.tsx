import { type SubmitEvent, useState } from 'react';
import { CONVERSION_KINDS, type ConversionKind } from '../../api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { acceptShare, type ReceivedShare } from '../../shares-api.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CheckField } from './check-field.tsx';
import { scopeInWords } from './share-scope.tsx';

const words = sharingTexts.received;

interface Accepting {
  share: ReceivedShare;
  onAccepted: () => void;
}

/** The kinds that take part as the API takes them: null for all of them and where nothing is matched. */
function kindsOf(form: HTMLFormElement, { kind }: ReceivedShare): ConversionKind[] | null {
  const chosen = new FormData(form).getAll('kind');
  const kinds = CONVERSION_KINDS.filter((one) => chosen.includes(one));
  return kind === 'report' || kinds.length === CONVERSION_KINDS.length ? null : kinds;
}

function Kinds() {
  return (
    <fieldset>
      <legend className="font-medium">{words.takePart}</legend>
      <div className="-mx-2 mt-1 grid grid-cols-2">
        {CONVERSION_KINDS.map((kind) => (
          <CheckField key={kind} name="kind" value={kind} label={texts.kinds[kind]} defaultChecked />
        ))}
      </div>
    </fieldset>
  );
}

function AcceptForm({ share, onAccepted }: Accepting) {
  const [isUnchosen, setUnchosen] = useState(false);
  const accept = useSensitiveChange(
    (conversionKinds: ConversionKind[] | null) => acceptShare(share.id, { conversionKinds }),
    () => onAccepted(),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const kinds = kindsOf(event.currentTarget, share);
    setUnchosen(kinds?.length === 0);
    if (kinds?.length !== 0) accept.start(kinds);
  };
  const problem = isUnchosen ? words.takePartNone : accept.problem;
  const [covers, limits] = scopeInWords(share);
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div>
        <p className="font-medium">{sharingTexts.covers}</p>
        <p className="text-muted">
          {covers}; {limits}.
        </p>
      </div>
      {share.kind === 'matching' && <Kinds />}
      {problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {problem}
        </p>
      )}
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={accept.isBusy}>
        {words.accept}
      </Button>
      {accept.question}
    </form>
  );
}

/** A button that shows what accepting means, and accepts. */
export function AcceptShare({ share, onAccepted }: Accepting) {
  const [isOpen, open] = useState(false);
  const { campaign, grantor, kind } = share;
  const accepted = () => {
    open(false);
    onAccepted();
  };
  return (
    <>
      <Button aria-label={words.acceptWho(campaign, grantor)} onClick={() => open(true)}>
        {words.accept}
      </Button>
      <Dialog
        title={words.acceptTitle(campaign)}
        lead={kind === 'matching' ? words.acceptMatching(grantor) : words.acceptLead(grantor)}
        isOpen={isOpen}
        onClose={() => open(false)}
      >
        <AcceptForm share={share} onAccepted={accepted} />
      </Dialog>
    </>
  );
}
