import { type DragEvent, useState } from 'react';
import { dataTexts } from '../../texts-data.ts';
import { TextField } from '../../ui/field.tsx';

interface FileDropProps {
  problem: string | undefined;
  isBusy: boolean;
  onFile: (file: File) => void;
}

/** A field for a file that can also be dropped on it. */
export function FileDrop({ problem, isBusy, onFile }: FileDropProps) {
  const [isOver, hover] = useState(false);
  const over = (event: DragEvent) => {
    event.preventDefault();
    hover(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    hover(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <div
      onDragOver={over}
      onDragLeave={() => hover(false)}
      onDrop={drop}
      className={`rounded-panel border border-dashed p-4 sm:p-5 ${isOver ? 'border-accent bg-sunken' : 'border-line-strong'}`}
    >
      <TextField
        type="file"
        accept=".csv,.ndjson,.jsonl,text/csv"
        label={dataTexts.choose.file}
        help={dataTexts.choose.help}
        problem={problem}
        disabled={isBusy}
        className="py-2 file:mr-3 file:font-medium file:text-accent"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) onFile(file);
        }}
      />
      {isBusy && (
        <p role="status" className="mt-2 text-small text-muted">
          {dataTexts.choose.reading}
        </p>
      )}
    </div>
  );
}
