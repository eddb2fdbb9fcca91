import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PagedList } from '../../components/paged-list.tsx';
import { formatCount } from '../../format.ts';
import { fetchRejectsCsv, type Import, type ImportReject } from '../../imports-api.ts';
import { dataTexts } from '../../texts-data.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import type { Column } from '../../ui/table.tsx';
import { rejectsQuery } from './import-queries.ts';

const words = dataTexts.rejects;
const MOST_KEPT = 10_000;

const COLUMNS: readonly Column<ImportReject>[] = [
  { id: 'line', header: words.line, cell: ({ line }) => formatCount(line) },
  {
    id: 'field',
    header: words.field,
    cell: ({ pointer }) =>
      pointer === '' ? (
        <span className="text-muted">{words.whole}</span>
      ) : (
        (dataTexts.fields[pointer.slice(1).replaceAll('/', '.')] ?? <code className="font-mono">{pointer.slice(1)}</code>)
      ),
  },
  { id: 'reason', header: words.reason, cell: ({ reason }) => <span className="block min-w-48 wrap-anywhere">{reason}</span> },
];

/** The lines of an import that were not taken, and why, as a table and as a file. */
export function RejectList({ of, aside }: { of: Import; aside?: ReactNode }) {
  const list = useInfiniteQuery(rejectsQuery(of.id, of.rejected));
  const saving = useMutation({ mutationFn: () => fetchRejectsCsv(of.id), onSuccess: (blob) => saveFile(blob, 'rejects.csv') });
  return (
    <section aria-label={words.title} className="flex flex-col gap-3">
      <div>
        <h3 className="font-semibold">{words.title}</h3>
        <p className="text-muted">
          {words.lead} {of.rejected > MOST_KEPT && words.most} {aside === undefined && words.gone}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {aside}
        <Button disabled={saving.isPending} onClick={() => saving.mutate()}>
          {words.csv}
        </Button>
      </div>
      {saving.error && (
        <p role="alert" className="text-small font-medium text-danger">
          {saving.error.message}
        </p>
      )}
      <div className="-mx-4 sm:-mx-5">
        <PagedList
          list={list}
          caption={words.table}
          columns={COLUMNS}
          rowKey={({ line }) => String(line)}
          counted={words.counted}
          empty={<p className="px-5 py-3 text-muted">–</p>}
        />
      </div>
    </section>
  );
}
