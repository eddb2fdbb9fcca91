import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { type CatalogImportReport, type CatalogNoun, importCatalog } from '../../catalog-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { formatCount, formatPlural } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { CATALOG } from './catalog-queries.ts';
import { NounField } from './noun-field.tsx';

const words = catalogTexts.files;
const MOST_SHOWN = 200;
type LineError = CatalogImportReport['errors'][number];

const COLUMNS: readonly Column<LineError>[] = [
  { id: 'line', header: words.line, cell: ({ line }) => formatCount(line) },
  {
    id: 'column',
    header: words.column,
    cell: ({ column }) =>
      column === null ? <span className="text-muted">{words.wholeLine}</span> : <code className="font-mono">{column}</code>,
  },
  { id: 'detail', header: words.detail, cell: ({ detail }) => <span className="block min-w-48 wrap-anywhere">{detail}</span> },
];

/** A file that was checked, as it was then. */
interface Checked {
  noun: CatalogNoun;
  csv: string;
  report: CatalogImportReport;
}

/** What an import would do, and what must be mended first. */
function Outcome({ report }: { report: CatalogImportReport }) {
  const { errors, created, changed, unchanged } = report;
  if (errors.length === 0)
    return (
      <div role="status" className="px-4 pb-4 sm:px-5">
        <p className="font-medium">{words.found(formatCount(created), formatCount(changed), formatCount(unchanged))}</p>
        <p className="text-muted">{words.wouldDo}</p>
      </div>
    );
  return (
    <>
      <div className="px-4 pb-4 sm:px-5">
        <Notice tone="danger" icon={<Warning />} live="alert">
          {words.refused(formatPlural(errors.length, words.errors))} {errors.length >= MOST_SHOWN && words.most}
        </Notice>
      </div>
      <Table
        caption={words.errorList}
        columns={COLUMNS}
        rows={errors}
        rowKey={({ line, column, detail }) => `${line} ${column} ${detail}`}
      />
    </>
  );
}

function ImportButton({ checked, onDone }: { checked: Checked; onDone: (report: CatalogImportReport) => void }) {
  const run = useSensitiveChange(({ noun, csv }: Checked) => importCatalog({ noun, csv, dryRun: false }), onDone);
  return (
    <div className="flex flex-col items-start gap-2 px-4 pb-5 sm:px-5">
      <Button look="solid" className="min-h-10" disabled={run.isBusy} onClick={() => run.start(checked)}>
        {words.run}
      </Button>
      {run.problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {run.problem}
        </p>
      )}
      {run.question}
    </div>
  );
}

async function check(form: HTMLFormElement, noun: CatalogNoun): Promise<Checked> {
  const file = new FormData(form).get('file');
  if (!(file instanceof File) || file.size === 0) throw new Error(words.fileMissing);
  const csv = await file.text();
  return { noun, csv, report: await importCatalog({ noun, csv, dryRun: true }) };
}

/** Checks a file, says line by line what must be mended, and imports it once nothing is left. */
export function ImportFile() {
  const queryClient = useQueryClient();
  const [noun, choose] = useState<CatalogNoun>('campaigns');
  const [checked, keep] = useState<Checked>();
  const [said, say] = useState('');
  const checking = useSensitiveChange((form: HTMLFormElement) => check(form, noun), keep);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    say('');
    keep(undefined);
    checking.start(event.currentTarget);
  };
  const done = ({ created, changed }: CatalogImportReport) => {
    say(words.done(formatCount(created), formatCount(changed)));
    keep(undefined);
    void queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  return (
    <Panel id="import" title={words.import}>
      <form onSubmit={submit} onChange={() => keep(undefined)} noValidate className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
        <p className="max-w-3xl text-muted">{words.importLead}</p>
        <div className="grid items-start gap-3 sm:grid-cols-[14rem_1fr_auto]">
          <NounField noun={noun} onChoose={choose} />
          <TextField
            name="file"
            type="file"
            accept=".csv,text/csv"
            label={words.file}
            className="py-2 file:mr-3 file:font-medium file:text-accent"
            problem={checking.problem}
          />
          <Button type="submit" className="min-h-10 sm:mt-6" disabled={checking.isBusy}>
            {words.check}
          </Button>
        </div>
        {checking.isBusy && (
          <p role="status" className="text-small text-muted">
            {words.reading}
          </p>
        )}
        {checking.question}
        <Said text={said} />
      </form>
      {checked && <Outcome report={checked.report} />}
      {checked && checked.report.errors.length === 0 && <ImportButton checked={checked} onDone={done} />}
    </Panel>
  );
}
