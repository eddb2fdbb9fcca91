import { csvName, csvText, type Figures } from '../csv.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { ChevronDown } from '../ui/icons.tsx';
import { saveFile } from '../ui/save-file.ts';
import { Table, type TableProps } from '../ui/table.tsx';

interface SaveCsvProps {
  /** What the picture shows; the file is named after it. */
  title: string;
  /** What stands in the file; asked for when it is saved. */
  figures: () => Figures;
}

/** Saves what a picture shows as a CSV file, with every figure in full. */
export function SaveCsv({ title, figures }: SaveCsvProps) {
  const save = () => saveFile(new Blob([csvText(figures())], { type: 'text/csv;charset=utf-8' }), csvName(title));
  return (
    <Button look="quiet" className="text-small print:hidden" onClick={save}>
      {texts.chart.csv}
      <span className="sr-only">: {title}</span>
    </Button>
  );
}

/** Under a chart: the same figures as a table behind a disclosure, and as a CSV file. */
export function ChartFigures<Row>({ figures, ...table }: TableProps<Row> & { figures: () => Figures }) {
  return (
    <div className="relative border-t border-line">
      <details className="group">
        <summary
          className="flex min-h-11 w-fit list-none items-center gap-1.5 px-4 text-small text-muted hover:text-ink sm:px-5
            [&::-webkit-details-marker]:hidden"
        >
          <ChevronDown className="size-3.5 -rotate-90 text-faint transition-transform group-open:rotate-0" />
          {texts.chart.asTable}
        </summary>
        <div className="max-h-80 overflow-y-auto">
          <Table {...table} />
        </div>
      </details>
      <div className="absolute top-1 right-2 sm:right-3">
        <SaveCsv title={table.caption} figures={figures} />
      </div>
    </div>
  );
}
