import { meanings } from '../../definitions-of-columns.ts';
import { useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { formatCount, formatInstant } from '../../format.ts';
import { fetchPrivacyExport, type PrivacyRequest, type Receipt } from '../../privacy-api.ts';
import { privacyTexts } from '../../texts-privacy.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { type Column, Table, figure } from '../../ui/table.tsx';
import { isOver } from '../tenants/instants.ts';
import { Said } from '../tenants/said.tsx';

function Download({ id, expiresAt }: { id: string; expiresAt: string }) {
  const words = privacyTexts.export;
  const [said, say] = useState('');
  const download = useSensitiveChange(fetchPrivacyExport, ({ file, name }) => {
    saveFile(file, name);
    say(words.downloaded);
  });
  return (
    <>
      <p className="max-w-2xl text-muted">
        {words.lead} {words.until(formatInstant(expiresAt))}
      </p>
      <Said text={said} />
      {download.problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {download.problem}
        </p>
      )}
      <Button look="solid" className="self-start" disabled={download.isBusy} onClick={() => download.start(id)}>
        {words.download}
      </Button>
      {download.question}
    </>
  );
}

/** The data gathered for a person, while it is there. */
export function RequestExport({ request: { id, exportExpiresAt } }: { request: PrivacyRequest }) {
  const words = privacyTexts.export;
  const isGone = exportExpiresAt === null || isOver(exportExpiresAt);
  return (
    <Panel id="privacy-export" title={words.title}>
      <div className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
        {isGone ? <p className="max-w-2xl text-muted">{words.over}</p> : <Download id={id} expiresAt={exportExpiresAt} />}
      </div>
    </Panel>
  );
}

type Count = readonly [part: string, count: number];

/** A name of the API's, as words: `conversionKeys` is "Conversion keys". */
function inWords(name: string): string {
  const spaced = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

const COUNTS: readonly Column<Count>[] = [
  { id: 'part', header: privacyTexts.receipt.part, cell: ([part]) => inWords(part) },
  { id: 'count', ...figure(privacyTexts.receipt.count, meanings.receiptCount), cell: ([, count]) => formatCount(count) },
];

/** What was done, in numbers, and the proof of it. */
export function RequestReceipt({ receipt }: { receipt: Receipt }) {
  const words = privacyTexts.receipt;
  const counts: Count[] = Object.entries(receipt.counts);
  const isNothing = counts.every(([, count]) => count === 0);
  const save = () =>
    saveFile(new Blob([`${JSON.stringify(receipt, undefined, 2)}\n`], { type: 'application/json' }), `receipt-${receipt.request}.json`);
  return (
    <Panel id="privacy-receipt" title={words.title} aside={<Button onClick={save}>{words.save}</Button>}>
      <p className="max-w-2xl px-4 pb-3 text-muted sm:px-5">
        {words.lead} {isNothing && words.nothing}
      </p>
      <div className="grid items-start gap-5 pb-5 xl:grid-cols-2">
        <Table caption={words.counts} columns={COUNTS} rows={counts} rowKey={([part]) => part} />
        <div className="flex flex-col gap-4 px-4 sm:px-5">
          <CopyField label={words.hash} value={receipt.hash} />
          <CopyField label={words.signature} value={receipt.signature} />
          <CopyField label={words.publicKey} value={receipt.publicKey} />
        </div>
      </div>
    </Panel>
  );
}
