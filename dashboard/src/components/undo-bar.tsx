import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { useFocusOnArrival } from '../ui/focus.ts';
import { Cross } from '../ui/icons.tsx';
import { offerUndo, type UndoOffer, useUndoOffer } from './undo.ts';

const words = texts.undo;

function Bar({ offer }: { offer: UndoOffer }) {
  const queryClient = useQueryClient();
  const restoring = useMutation({ mutationFn: offer.restore, onSuccess: () => queryClient.invalidateQueries() });
  const { isSuccess, isPending, error } = restoring;
  // What had the focus went with what was taken away.
  const undo = useFocusOnArrival<HTMLButtonElement>();
  return (
    <div
      className="flex items-center gap-3 rounded-panel border border-line bg-raised py-2 pr-2 pl-4 shadow-float
        max-sm:w-[calc(100vw-2rem)]"
    >
      <p className={`min-w-0 flex-1 ${error ? 'font-medium text-danger' : ''}`}>
        {error ? error.message : isSuccess ? words.done : offer.text}
      </p>
      {!isSuccess && (
        <Button ref={undo} disabled={isPending} onClick={() => restoring.mutate()}>
          {words.undo}
        </Button>
      )}
      <Button look="quiet" className="w-9 px-0" aria-label={texts.close} onClick={() => offerUndo(undefined)}>
        <Cross />
      </Button>
    </div>
  );
}

/** The offer to put back what was taken away last. It stays until it is closed, the next one comes, or another tenant is shown. */
export function UndoBar({ of }: { of: string | undefined }) {
  const offer = useUndoOffer();
  useEffect(() => () => offerUndo(undefined), []);
  return (
    <div role="status" className="fixed bottom-4 left-1/2 z-30 -translate-x-1/2 print:hidden">
      {offer?.of === of && offer !== undefined && <Bar key={offer.number} offer={offer} />}
    </div>
  );
}
