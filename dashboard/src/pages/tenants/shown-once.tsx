import { useState } from 'react';
import { settingsTexts } from '../../texts-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Check, Copy } from '../../ui/icons.tsx';

const { copy: copyWord, copied } = settingsTexts.keys;

function CopyButton({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Button onClick={() => void copy()} className="min-h-10">
      {isCopied ? <Check /> : <Copy />}
      <span aria-live="polite">{isCopied ? copied : copyWord}</span>
    </Button>
  );
}

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
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-64">
          <TextField label={label} value={secret} readOnly className="font-mono" onFocus={(event) => event.currentTarget.select()} />
        </div>
        <CopyButton text={secret} />
      </div>
      <Button look="solid" className="mt-5 min-h-10 w-full" onClick={onDone}>
        {done}
      </Button>
    </Dialog>
  );
}
