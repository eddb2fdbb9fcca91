import { definitions } from '../../definitions.ts';
import { Link } from '@tanstack/react-router';
import { Few, Known } from '../../components/amount.tsx';
import { useSelection } from '../../components/filters.tsx';
import { formatCredit, formatMoney } from '../../format.ts';
import { paths } from '../../paths.ts';
import { carriedSelection } from '../../selection.ts';
import type { CreditGrouping, ShowCreditGrouping, SingleCredit, SingleCreditRow } from '../../single-credit-api.ts';
import { readSort, writeSort } from '../../sort.ts';
import { campaignTexts as words } from '../../texts-campaign.ts';
import { texts } from '../../texts.ts';
import { cellClass, type Column, sortRows, Table } from '../../ui/table.tsx';
import { ShareBar } from '../attribution/share-bar.tsx';
import { LINK } from './named.tsx';

type CreditBy = CreditGrouping | ShowCreditGrouping;

/** A row's part of the whole credit: of the money, or of the conversions where there is no money. */
function partOf({ conversions, valueMinor }: SingleCreditRow, { totals }: SingleCredit): number | null {
  if (totals.valueMinor > 0) return valueMinor / totals.valueMinor;
  return totals.conversions > 0 ? conversions / totals.conversions : null;
}

function RowName({ row: { key, label, conversions }, by }: { row: SingleCreditRow; by: CreditBy }) {
  const [selection] = useSelection();
  const search = carriedSelection(selection);
  return (
    <span className="flex items-center gap-2">
      {key !== null && (by === 'show' || by === 'campaign') ? (
        <Link to={by === 'show' ? paths.show : paths.campaign} params={{ key }} search={search} className={LINK} title={key}>
          {label}
        </Link>
      ) : (
        <span className={`truncate ${key === null ? 'text-muted italic' : 'font-medium'}`} title={key ?? undefined}>
          {label}
        </span>
      )}
      <Few conversions={conversions} />
    </span>
  );
}

function columnsOf(credit: SingleCredit, by: CreditBy): Column<SingleCreditRow>[] {
  const largest = credit.rows.reduce((most, row) => Math.max(most, partOf(row, credit) ?? 0), 0);
  return [
    {
      id: 'label',
      header: words.groupings[by],
      sortValue: ({ label }) => label.toLowerCase(),
      className: 'min-w-36 max-w-72',
      cell: (row) => <RowName row={row} by={by} />,
    },
    {
      id: 'conversions',
      header: texts.overview.credited,

      numeric: true,
      means: definitions.creditedConversions,
      sortValue: ({ conversions }) => conversions,
      cell: ({ conversions }) => formatCredit(conversions),
    },
    {
      id: 'value',
      header: texts.overview.creditedRevenue,

      numeric: true,
      means: definitions.creditedRevenue,
      sortValue: ({ valueMinor }) => valueMinor,
      cell: ({ valueMinor }) => <Known text={formatMoney(valueMinor, credit.currency)} />,
    },
    {
      id: 'share',
      header: texts.overview.share,
      numeric: true,
      means: definitions.share,
      sortValue: (row) => partOf(row, credit),
      cell: (row) => <ShareBar share={partOf(row, credit)} largest={largest} />,
    },
  ];
}

/** A table of what one campaign or show, all of which `all` names, is credited with by something. */
export function CreditTable({ credit, by, all }: { credit: SingleCredit; by: CreditBy; all: string }) {
  const [selection, change] = useSelection();
  const hasMoney = credit.totals.valueMinor > 0;
  const sort = readSort(selection.sort) ?? { column: hasMoney ? 'value' : 'conversions', descending: true };
  const columns = columnsOf(credit, by);
  const { conversions, valueMinor } = credit.totals;
  return (
    <Table
      caption={words.divided(words.groupings[by].toLowerCase())}
      columns={columns}
      rows={sortRows(credit.rows, columns, sort)}
      rowKey={({ key }) => key ?? ''}
      sort={sort}
      onSort={(next) => change({ sort: writeSort(next) })}
      footer={
        <tr className="font-semibold [&>*]:border-t [&>*]:border-line-strong">
          <th scope="row" className={`${cellClass(false)} font-semibold`}>
            {all}
          </th>
          <td className={cellClass(true)}>{formatCredit(conversions)}</td>
          <td className={cellClass(true)}>
            <Known text={formatMoney(valueMinor, credit.currency)} />
          </td>
          <td />
        </tr>
      }
    />
  );
}
