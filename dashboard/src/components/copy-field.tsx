import { useRef, useState } from 'react';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Check, Copy } from '../ui/icons.tsx';

interface CopyFieldProps {
  label: string;
  value: string;
  help?: string;
}

/** A text to take elsewhere, with a button that copies it; where the browser does not let it, the text is selected for the keyboard. */
export function CopyField({ label, value, help }: CopyFieldProps) {
  const field = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(value);
    } catch {
      field.current?.querySelector('input')?.select();
    }
  };
  const isCopied = copied === value;
  return (
    <div ref={field} className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label={label}
          help={help}
          value={value}
          readOnly
          className="font-mono"
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
      <Button onClick={() => void copy()} className="mt-6.25 min-h-10">
        {isCopied ? <Check /> : <Copy />}
        <span aria-live="polite" className="max-sm:sr-only">
          {isCopied ? texts.copied : texts.copy}
        </span>
        <span className="sr-only">{label}</span>
      </Button>
    </div>
  );
}
