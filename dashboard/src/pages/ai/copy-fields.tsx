import { useState } from 'react';
import type { Faults } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { transcriptTexts as words } from '../../texts-transcripts.ts';
import type { Copy, NewTranscript } from '../../transcripts-api.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import type { Typed } from '../../ui/typed.ts';

const COPIES = ['episode_file', 'creative', 'capture'] as const satisfies readonly Copy[];

/** The fields of this part, for what is wrong with them. */
export const COPY_NAMES = ['copy', 'capturedAt', 'copyNote'];

/** A time of the browser's field in UTC, as an instant; a browser leaves seconds out where there are none. */
const instantOf = (local: string) => `${local.length === 'YYYY-MM-DDTHH:MM'.length ? `${local}:00` : local}Z`;

/** Which copy stands in the form, as the API takes it; a time in UTC. */
export function copyIn(typed: Typed): Pick<NewTranscript, 'copy' | 'capturedAt' | 'copyNote'> {
  const copy = COPIES.find((one) => one === typed.text('copy')) ?? 'episode_file';
  const at = typed.text('capturedAt');
  const copyNote = typed.text('copyNote');
  if (copy === 'capture' && at === null) typed.refuse('capturedAt', words.capturedAtMissing);
  return {
    ...(copy === 'episode_file' ? {} : { copy }),
    ...(at === null ? {} : { capturedAt: instantOf(at) }),
    ...(copyNote === null ? {} : { copyNote }),
  };
}

/** Asks which copy of an episode a text or an audio file is of: with inserted ads each listener may get another. */
export function CopyFields({ faults }: { faults: Faults }) {
  const [copy, choose] = useState<Copy>('episode_file');
  return (
    <>
      <SelectField
        name="copy"
        label={words.copy}
        help={words.copyHelp}
        options={COPIES.map((one) => [one, words.copies[one]] as const)}
        value={copy}
        onChange={({ target }) => choose(COPIES.find((one) => one === target.value) ?? 'episode_file')}
        problem={faults.at('copy')}
      />
      {copy === 'capture' && (
        <TextField name="capturedAt" type="datetime-local" step={1} label={words.capturedAt} problem={faults.at('capturedAt')} />
      )}
      {copy !== 'episode_file' && (
        <TextField
          name="copyNote"
          label={words.copyNote}
          optional={catalogTexts.optional}
          help={words.copyNoteHelp}
          maxLength={200}
          problem={faults.at('copyNote')}
        />
      )}
    </>
  );
}
