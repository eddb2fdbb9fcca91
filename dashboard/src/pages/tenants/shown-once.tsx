import { CopyField } from '../../components/copy-field.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface ShownOnceProps {
  title: string;
  lead: string;
  /** What the secret is called. */
  label: string;
  /** The secret; nothing is shown while there is none. */
  secret: string | undefined;
  done: string;
  onDone: () => void;
}

/** A fresh secret, once; it closes by its own button, so that it is not lost by a click beside it. */
export function ShownOnce({ title, lead, label, secret = '', done, onDone }: ShownOnceProps) {
  return (
    <Dialog title={title} lead={lead} isOpen={secret !== ''} onClose={onDone} closesOutside={false}>
      <CopyField label={label} value={secret} />
      <Button look="solid" className="mt-5 min-h-10 w-full" onClick={onDone}>
        {done}
      </Button>
    </Dialog>
  );
}
