import { type ReactNode, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface FormDialogProps {
  /** What the button says and, unless there is a title, what stands above the form. */
  label: string;
  /** What the button means to a screen reader where its words alone could be any row's. */
  name?: string;
  title?: string;
  lead: string;
  look?: 'solid' | 'outline' | 'quiet';
  children: (close: () => void) => ReactNode;
}

/** A button that opens a form. */
export function FormDialog({ label, name, title = name ?? label, lead, look = 'solid', children }: FormDialogProps) {
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button look={look} aria-label={name} onClick={() => open(true)}>
        {label}
      </Button>
      <Dialog title={title} lead={lead} isOpen={isOpen} onClose={() => open(false)}>
        {children(() => open(false))}
      </Dialog>
    </>
  );
}
