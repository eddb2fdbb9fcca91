import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Figure, FIGURES } from '../../components/figure.tsx';
import { roomDefinitions } from '../../definitions-of-rooms.ts';
import { formatBytes, formatCount, formatSpan } from '../../format.ts';
import { rejectedFile } from '../../file-records.ts';
import { forgetSending, type Sending, sendFile, stopSending } from '../../import-sending.ts';
import { type Import, rejectedLines } from '../../imports-api.ts';
import { paths } from '../../paths.ts';
import { dataTexts } from '../../texts-data.ts';
import { Button } from '../../ui/button.tsx';
import { Check, Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Progress } from '../ai/progress.tsx';
import { RejectList } from './import-rejects.tsx';

const words = dataTexts.progress;

function textOf({ now, rate, phase }: Sending): string {
  const text = words.bytes(formatBytes(now.takenBytes), formatBytes(now.bytes));
  if (rate === undefined || rate === 0 || phase !== 'sending') return text;
  return `${text}, ${words.left(formatSpan(((now.bytes - now.takenBytes) / rate) * 1_000))}`;
}

function Counts({ now }: { now: Import }) {
  return (
    <dl className={FIGURES}>
      <Figure name={words.accepted} of={roomDefinitions.accepted} value={formatCount(now.accepted)} />
      <Figure name={words.duplicates} of={roomDefinitions.duplicates} value={formatCount(now.duplicates)} />
      <Figure name={words.rejected} of={roomDefinitions.rejected} value={formatCount(now.rejected)} />
      <Figure name={words.lines} of={roomDefinitions.lines} value={formatCount(now.accepted + now.duplicates + now.rejected)} />
    </dl>
  );
}

/** The rejected lines themselves, read from the file once more. */
function SaveLines({ file, now }: { file: File; now: Import }) {
  const saving = useMutation({
    mutationFn: async () => rejectedFile(file, now.format, await rejectedLines(now.id)),
    onSuccess: (blob) => saveFile(blob, `rejected-${file.name}`),
  });
  return (
    <>
      <Button disabled={saving.isPending} onClick={() => saving.mutate()}>
        {dataTexts.rejects.lines}
      </Button>
      {saving.error && (
        <p role="alert" className="text-small font-medium text-danger">
          {saving.error.message}
        </p>
      )}
    </>
  );
}

/** Why a file that was read to its end brought nothing new. */
function nothingNew({ fileName, duplicates, rejected }: Import): string {
  const { nothing } = dataTexts.done;
  if (duplicates > 0) return rejected > 0 ? nothing.either(fileName) : nothing.known(fileName);
  return rejected > 0 ? nothing.rejected(fileName) : nothing.empty(fileName);
}

function Ended({ now }: { now: Import }) {
  if (now.accepted === 0) {
    return (
      <>
        <Notice tone="notice" icon={<Warning />} live="status">
          <span className="wrap-anywhere">{nothingNew(now)}</span>
        </Notice>
        <div>
          <Button onClick={forgetSending}>{dataTexts.done.another}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <Notice icon={<Check className="size-4 text-accent" />} live="status">
        <span className="wrap-anywhere">{dataTexts.done.said(now.fileName)}</span> {dataTexts.done.matching}
      </Notice>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Link to={paths.overview} className="font-medium text-accent underline">
          {dataTexts.done.overview}
        </Link>
        <Link to={paths.conversions} className="font-medium text-accent underline">
          {dataTexts.done.conversions}
        </Link>
        <Button onClick={forgetSending}>{dataTexts.done.another}</Button>
      </div>
    </>
  );
}

/** A file on its way, stopped, or done. */
export function ImportProgress({ sending }: { sending: Sending }) {
  const { file, now, phase, problem } = sending;
  return (
    <div className="flex flex-col gap-4">
      <p className="font-medium wrap-anywhere">{file.name}</p>
      <Progress label={words.bar} part={now.takenBytes} of={now.bytes} text={textOf(sending)} />
      <Counts now={now} />
      {phase === 'sending' && (
        <>
          <p className="text-small text-muted">{words.away}</p>
          <div>
            <Button className="min-h-10" onClick={stopSending}>
              {words.stop}
            </Button>
          </div>
        </>
      )}
      {phase === 'stopped' && (
        <>
          <Notice tone={problem === undefined ? 'plain' : 'danger'} icon={<Warning />} live="status">
            {problem ?? words.stopped}
          </Notice>
          <div className="flex flex-wrap gap-2">
            <Button look="solid" className="min-h-10" onClick={() => void sendFile(sending)}>
              {words.resume}
            </Button>
            <Button className="min-h-10" onClick={forgetSending}>
              {dataTexts.columns.other}
            </Button>
          </div>
        </>
      )}
      {phase === 'done' && <Ended now={now} />}
      {phase !== 'sending' && now.rejected > 0 && <RejectList of={now} aside={<SaveLines file={file} now={now} />} />}
    </div>
  );
}
