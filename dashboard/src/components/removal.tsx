import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../queries.ts';
import { Button } from '../ui/button.tsx';
import { useSensitiveChange } from './confirm-identity.tsx';
import { offerUndo } from './undo.ts';

interface RemovalProps {
  /** What the button says, and what it means to a screen reader where the words alone could be any row's. */
  label: string;
  name?: string;
  /** What is said once it is done. */
  said: string;
  remove: () => Promise<unknown>;
  /** Puts it back exactly as it was. */
  restore: () => Promise<unknown>;
  onDone: () => void;
}

/** A button for what takes something away that can be put back: it does so at once, and the way back is offered. */
export function Removal({ label, name, said, remove, restore, onDone }: RemovalProps) {
  const of = useSuspenseQuery(sessionQuery).data.tenant?.slug;
  const removing = useSensitiveChange<true, unknown>(remove, () => {
    offerUndo({ text: said, restore, of });
    onDone();
  });
  return (
    <>
      <Button look="quiet" aria-label={name} disabled={removing.isBusy} onClick={() => removing.start(true)}>
        {label}
      </Button>
      {removing.problem !== undefined && (
        <span role="alert" className="block text-small font-medium text-danger">
          {removing.problem}
        </span>
      )}
      {removing.question}
    </>
  );
}
