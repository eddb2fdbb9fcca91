import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CONVERSION_KINDS } from '../../api.ts';
import { fieldsOf, guessMapping, hasIdentity, holdsAmount, isNote, type Mapping, missingFields, timesFit } from '../../import-columns.ts';
import { sendFile } from '../../import-sending.ts';
import { type EventKind, openImport } from '../../imports-api.ts';
import { dataTexts } from '../../texts-data.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { currencyChoices } from '../catalog/currencies.ts';
import type { ChosenFile } from './chosen-file.ts';
import { IMPORT_LIST } from './import-queries.ts';

const words = dataTexts.columns;
const TOUCHPOINT_KINDS = ['download', 'impression', 'click', 'vanity_visit', 'promo_code', 'survey'];
const KINDS = { touchpoints: TOUCHPOINT_KINDS, conversions: CONVERSION_KINDS } as const;

const nameOf = (field: string) => dataTexts.fields[field] ?? words.note(field.replace('metadata.', ''));

/** The name of a column as one of what is noted beside an event. */
function noteOf(column: string): string {
  const name = column.trim();
  return isNote(name) ? name : `metadata.${name.replaceAll('.', ' ')}`.slice(0, 200);
}

interface ColumnRow {
  place: number;
  name: string;
  samples: string[];
}

interface ColumnsProps {
  chosen: ChosenFile;
  kind: EventKind;
  mapping: Mapping;
  onMap: (mapping: Mapping) => void;
}

function optionsOf(kind: EventKind, { name }: ColumnRow): [string, string][] {
  const fields = fieldsOf(kind).map((field): [string, string] => [field, nameOf(field)]);
  const note: [string, string][] = name.trim() === '' ? [] : [[noteOf(name), nameOf(noteOf(name))]];
  return [['', words.none], ...fields, ...note];
}

function columnsOf(
  { kind, mapping }: Pick<ColumnsProps, 'kind' | 'mapping'>,
  map: (place: number, field: string) => void,
): Column<ColumnRow>[] {
  return [
    { id: 'name', header: words.column, cell: ({ name }) => <span className="block max-w-48 min-w-24 wrap-anywhere">{name}</span> },
    {
      id: 'field',
      header: words.field,
      cell: (row) => (
        <select
          aria-label={words.fieldOf(row.name)}
          value={mapping[row.place] ?? ''}
          onChange={(event) => map(row.place, event.target.value)}
          className="min-h-10 w-full min-w-44 rounded-control border border-line-strong bg-surface px-2 text-body text-ink"
        >
          {optionsOf(kind, row).map(([value, text]) => (
            <option key={value} value={value} className="bg-raised">
              {text}
            </option>
          ))}
        </select>
      ),
    },
    {
      id: 'sample',
      header: words.sample,
      cell: ({ samples }) => <span className="block max-w-sm min-w-40 text-small wrap-anywhere text-muted">{samples.join(' · ')}</span>,
    },
  ];
}

function Columns({ chosen, kind, mapping, onMap }: ColumnsProps) {
  const map = (place: number, field: string) =>
    // A field is held by one column.
    onMap(mapping.map((held, at) => (at === place ? field || null : held === field ? null : held)));
  const rows = chosen.header.map((name, place) => ({
    place,
    name,
    samples: chosen.rows.map((cells) => cells[place] ?? '').filter((cell) => cell !== ''),
  }));
  return <Table caption={words.table} columns={columnsOf({ kind, mapping }, map)} rows={rows} rowKey={({ place }) => String(place)} />;
}

interface EveryLineProps {
  kind: EventKind;
  hasAmount: boolean;
  defaults: Record<string, string>;
  onChoose: (defaults: Record<string, string>) => void;
}

/** What holds for lines that say nothing themselves. */
function EveryLine({ kind, hasAmount, defaults, onChoose }: EveryLineProps) {
  const choose = (field: string, value: string) => {
    const { [field]: _before, ...others } = defaults;
    onChoose(value === '' ? others : { ...others, [field]: value });
  };
  const none = ['', dataTexts.notChosen] as const;
  return (
    <fieldset>
      <legend className="font-medium">{words.every}</legend>
      <div className="mt-2 grid gap-3 sm:grid-cols-2 lg:max-w-xl">
        <SelectField
          label={dataTexts.fields.kind}
          value={defaults.kind ?? ''}
          onChange={(event) => choose('kind', event.target.value)}
          options={[none, ...KINDS[kind].map((one) => [one, dataTexts.kinds[one]] as const)]}
        />
        {hasAmount && (
          <SelectField
            label={dataTexts.fields.currency}
            value={defaults.currency ?? ''}
            onChange={(event) => choose('currency', event.target.value)}
            options={[none, ...currencyChoices(null).slice(1)]}
          />
        )}
      </div>
    </fieldset>
  );
}

interface DoubtsProps {
  chosen: ChosenFile;
  mapping: Mapping;
  missing: string[];
}

/** What keeps a file from being imported, and what would have lines rejected. */
function Doubts({ chosen, mapping, missing }: DoubtsProps) {
  const isCsv = chosen.format === 'csv';
  const doubts = [
    ...(chosen.isUtf8 ? [] : [words.notUtf8]),
    ...(missing.length > 0 ? [words.missing(missing.map(nameOf).join(', '))] : []),
    ...(!isCsv || timesFit(mapping, chosen.rows) ? [] : [words.times]),
    ...(!isCsv || hasIdentity(mapping) ? [] : [words.nobody]),
  ];
  return (
    <div role="status" className="flex flex-col gap-2">
      {doubts.map((doubt) => (
        <Notice key={doubt} tone="notice" icon={<Warning />}>
          {doubt}
        </Notice>
      ))}
    </div>
  );
}

interface MappingProps {
  chosen: ChosenFile;
  tenantId: string;
  onSent: () => void;
  onOther: () => void;
}

/** What a chosen file holds, as it was guessed and the person corrects it. */
export function ImportMapping({ chosen, tenantId, onSent, onOther }: MappingProps) {
  const { file, fingerprint, format, header, rows } = chosen;
  const queryClient = useQueryClient();
  const [kind, chooseKind] = useState(chosen.kind);
  const [mapping, map] = useState(() => guessMapping(header, chosen.kind, rows));
  const [defaults, chooseDefaults] = useState<Record<string, string>>({});
  const isCsv = format === 'csv';
  const hasAmount = kind === 'conversions' && holdsAmount(mapping);
  const missing = isCsv ? missingFields(mapping, kind, defaults) : [];
  const opening = useMutation({
    mutationFn: () => {
      // A currency that was chosen before the amount was taken away again says nothing.
      const { currency: _currency, ...others } = defaults;
      const columns = isCsv ? { columns: mapping, defaults: hasAmount ? defaults : others } : {};
      return openImport({ kind, fileName: file.name.slice(0, 200), bytes: file.size, fingerprint, format, ...columns });
    },
    onSuccess: (opened) => {
      void sendFile({ file, now: opened, tenantId });
      onSent();
    },
    // The one that stands in the way is among the earlier imports, to be forgotten there.
    onError: () => queryClient.invalidateQueries({ queryKey: IMPORT_LIST }),
  });
  const change = (next: EventKind) => {
    chooseKind(next);
    map(guessMapping(header, next, rows));
    chooseDefaults({});
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="font-medium wrap-anywhere">{file.name}</p>
      <div className="max-w-md">
        <SelectField
          label={dataTexts.kind.label}
          value={kind}
          onChange={(event) => change(event.target.value === 'conversions' ? 'conversions' : 'touchpoints')}
          options={[
            ['touchpoints', dataTexts.kind.touchpoints],
            ['conversions', dataTexts.kind.conversions],
          ]}
        />
      </div>
      {isCsv ? (
        <>
          <div>
            <h3 className="font-semibold">{words.title}</h3>
            <p className="text-muted">{words.lead}</p>
          </div>
          <div className="-mx-4 sm:-mx-5">
            <Columns chosen={chosen} kind={kind} mapping={mapping} onMap={map} />
          </div>
          <EveryLine kind={kind} hasAmount={hasAmount} defaults={defaults} onChoose={chooseDefaults} />
        </>
      ) : (
        <p className="text-muted">{words.ndjson}</p>
      )}
      <Doubts chosen={chosen} mapping={mapping} missing={missing} />
      {opening.error && (
        <p role="alert" className="text-small font-medium text-danger">
          {opening.error.message}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="solid" className="min-h-10" disabled={missing.length > 0 || opening.isPending} onClick={() => opening.mutate()}>
          {words.run}
        </Button>
        <Button className="min-h-10" onClick={onOther}>
          {words.other}
        </Button>
      </div>
    </div>
  );
}
