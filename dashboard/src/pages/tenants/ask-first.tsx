import { useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';

interface AskFirstProps {
  /** What the button says, and what it means to a screen reader where the words alone could be any row's. */
  label: string;
  name?: string;
  look?: 'quiet' | 'outline';
  title: string;
  lead: string;
  /** What the button of the question says; the label where it is left out. */
  action?: string;
  change: () => Promise<unknown>;
  onDone: () => void;
}

/** A button for what takes something away: it asks before it does so. */
export function AskFirst({ label, name, look = 'quiet', title, lead, action = label, change, onDone }: AskFirstProps) {
  const [isAsked, ask] = useState(false);
  const doing = useSensitiveChange<true, unknown>(change, () => {
    ask(false);
    onDone();
  });
  const close = () => {
    ask(false);
    doing.forget();
  };
  return (
    <>
      <Button look={look} aria-label={name} onClick={() => ask(true)}>
        {label}
      </Button>
      <Confirm
        title={title}
        lead={lead}
        action={action}
        isOpen={isAsked && !doing.isAsking}
        isBusy={doing.isBusy}
        problem={doing.problem}
        onConfirm={() => doing.start(true)}
        onClose={close}
      />
      {doing.question}
    </>
  );
}
