import { meanings } from '../../definitions-of-columns.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { fetchStatementCsv, type Statement, type StatementLine } from '../../bill-api.ts';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { Failure, ListFailure } from '../../components/failure.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { formatInstant } from '../../format.ts';
import { paths } from '../../paths.ts';
import { billTexts, statementTexts as words } from '../../texts-bill.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { cellClass, type Column, figure, Table } from '../../ui/table.tsx';
import { statementQuery } from './bill-queries.ts';
import { formatQuantity } from './usage-amounts.ts';

type Bill = Statement['currencies'][number];

function priceText({ price, tier, unitQuantity, unit }: StatementLine, currency: string): string {
  if (price === null) return '';
  if (tier === 0) return words.included;
  return words.priceFor(price, currency, formatQuantity(unitQuantity ?? '1', ''), unit ?? '');
}

function columnsIn(currency: string): readonly Column<StatementLine>[] {
  return [
    { id: 'kind', header: words.kind, cell: ({ kind }) => billTexts.kinds[kind] },
    {
      id: 'description',
      header: words.description,
      cell: ({ meter, description, correctsMonth }) => (
        <span className="flex min-w-40 flex-col wrap-anywhere">
          {meter ?? description}
          {meter !== null && <span className="text-small text-muted">{description}</span>}
          {correctsMonth !== null && <span className="text-small text-muted">{words.corrects(correctsMonth)}</span>}
        </span>
      ),
    },
    {
      id: 'quantity',
      ...figure(words.quantity, meanings.quantity),
      cell: ({ quantity, unit }) => (quantity === null ? '' : `${formatQuantity(quantity, '')} ${unit ?? ''}`),
    },
    { id: 'price', ...figure(words.price, meanings.price), cell: (line) => priceText(line, currency) },
    { id: 'amount', ...figure(words.amount, meanings.amount), cell: ({ amount }) => amount },
  ];
}

function Sums({ bill: { net, tax, total, currency } }: { bill: Bill }) {
  const sums = [
    [words.net, net],
    [words.tax, tax],
    [words.total, `${total} ${currency}`],
  ] as const;
  return sums.map(([name, amount]) => (
    <tr key={name} className={name === words.total ? 'font-semibold' : ''}>
      <th scope="row" colSpan={4} className={`${cellClass(false)} font-inherit`}>
        {name}
      </th>
      <td className={cellClass(true)}>{amount}</td>
    </tr>
  ));
}

function Facts({ statement }: { statement: Statement }) {
  const { tenant, issuer, status, closesAt, asOf, timeZone } = statement;
  const facts = [
    [words.to, `${tenant.name} (${tenant.id})`],
    [words.by, issuer],
    [words.state, status === 'closed' ? words.closed : words.open(formatInstant(closesAt))],
    [words.asOf, <Instant key="at" at={asOf} />],
    [words.zone, timeZone],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({ statement }: { statement: Statement }) {
  const { currencies, unpriced } = statement;
  if (currencies.length === 0 && unpriced.length === 0) return <Empty title={words.empty} help={words.emptyHelp} />;
  return (
    <>
      {currencies.map((bill) => (
        <Panel key={bill.currency} id={`lines-${bill.currency}`} title={words.lines(bill.currency)}>
          <Table
            caption={words.lines(bill.currency)}
            columns={columnsIn(bill.currency)}
            rows={bill.lines.map((line, place) => ({ ...line, place }))}
            rowKey={(line) => JSON.stringify(line)}
            footer={<Sums bill={bill} />}
          />
        </Panel>
      ))}
      {unpriced.length > 0 && (
        <Panel id="unpriced" title={words.unpriced}>
          <ul className="px-4 pb-4 sm:px-5">
            {unpriced.map(({ meter, quantity, unit }) => (
              <li key={meter}>{`${meter}: ${formatQuantity(quantity, '')} ${unit}`}</li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

/** A month's bill, to be read, printed or saved. */
export function StatementRoom() {
  const { month } = useParams({ from: '/signed-in/cost/statements/$month' });
  const { data, error, refetch } = useQuery(statementQuery(month));
  const save = useMutation({ mutationFn: () => fetchStatementCsv(month), onSuccess: (file) => saveFile(file, `statement-${month}.csv`) });
  return (
    <>
      <RoomHead
        title={words.room(month)}
        above={
          <Link to={paths.bill} className="text-small text-accent-strong underline print:hidden">
            {words.back}
          </Link>
        }
      >
        {words.lead}
      </RoomHead>
      {data ? (
        <>
          <div className="flex flex-wrap gap-3 print:hidden">
            <Button look="solid" onClick={() => window.print()}>
              {words.print}
            </Button>
            <Button look="outline" disabled={save.isPending} onClick={() => save.mutate()}>
              {words.csv}
            </Button>
          </div>
          {save.error && <Failure error={save.error} onRetry={() => save.mutate()} />}
          <Facts statement={data} />
          <Lines statement={data} />
        </>
      ) : error ? (
        <ListFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines count={8} label={texts.loading} />
      )}
    </>
  );
}
