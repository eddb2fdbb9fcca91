import { useRef, useState } from 'react';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/field.tsx';
import { Check, Copy } from '../ui/icons.tsx';

interface CopyAreaProps {
  label: string;
  value: string;
  help?: string;
  rows: number;
}

/** Lines to take elsewhere, with a button that copies them; where the browser does not let it, they are selected for the keyboard. */
export function CopyArea({ label, value, help, rows }: CopyAreaProps) {
  const field = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(value);
    } catch {
      field.current?.querySelector('textarea')?.select();
    }
  };
  const isCopied = copied === value;
  return (
    <div ref={field} className="flex flex-col items-end gap-2">
      <div className="w-full">
        <TextArea
          label={label}
          help={help}
          value={value}
          rows={rows}
          readOnly
          className="font-mono text-small"
          onFocus={(event) => event.currentTarget.select()}
        />
      </div>
      <Button onClick={() => void copy()}>
        {isCopied ? <Check /> : <Copy />}
        <span aria-live="polite">{isCopied ? texts.copied : texts.copy}</span>
        <span className="sr-only">{label}</span>
      </Button>
    </div>
  );
}
