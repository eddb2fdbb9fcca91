import { type FocusEvent, useRef, useState } from 'react';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { Check, Copy } from '../ui/icons.tsx';

interface CopyFieldProps {
  label: string;
  value: string;
  help?: string;
  /** For a text of several lines: how many are seen. */
  rows?: number;
}

const LOOKS = {
  line: { whole: 'flex items-start gap-2', field: 'min-w-0 flex-1', button: 'mt-6.25 min-h-10', word: 'max-sm:sr-only' },
  lines: { whole: 'flex flex-col items-end gap-2', field: 'w-full', button: '', word: '' },
};

/** A text to take elsewhere, with a button that copies it; where the browser does not let it, the text is selected for the keyboard. */
export function CopyField({ label, value, help, rows }: CopyFieldProps) {
  const field = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(value);
    } catch {
      field.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')?.select();
    }
  };
  const isCopied = copied === value;
  const look = LOOKS[rows === undefined ? 'line' : 'lines'];
  const onFocus = (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => event.currentTarget.select();
  const shown = { label, help, value, readOnly: true, onFocus };
  return (
    <div ref={field} className={look.whole}>
      <div className={look.field}>
        {rows === undefined ? (
          <TextField {...shown} className="font-mono" />
        ) : (
          <TextArea {...shown} rows={rows} className="font-mono text-small" />
        )}
      </div>
      <Button onClick={() => void copy()} className={look.button}>
        {isCopied ? <Check /> : <Copy />}
        <span aria-live="polite" className={look.word}>
          {isCopied ? texts.copied : texts.copy}
        </span>
        <span className="sr-only">{label}</span>
      </Button>
    </div>
  );
}
