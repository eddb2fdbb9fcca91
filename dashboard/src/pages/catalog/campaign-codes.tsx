import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useRef } from 'react';
import { type PromoCode, putCode, removeCode } from '../../catalog-api.ts';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { Removal } from '../../components/removal.tsx';
import { faultsOf } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { typedIn } from '../../ui/typed.ts';
import { codesQuery, showsQuery } from './catalog-queries.ts';
import type { Changing } from './changing.ts';
import { FoundList } from './found-table.tsx';
import { labelOf } from './named.tsx';
import { type NameOf, useShowNames } from './names.ts';
import { codePeriod, instantWithin, periodText } from './periods.ts';

const words = catalogTexts.codes;
const FIELDS = ['code', 'show', 'validFrom', 'validUntil'];

async function add(form: HTMLFormElement, campaign: string): Promise<PromoCode> {
  const typed = typedIn(form);
  const code = typed.text('code');
  if (code === null) typed.refuse('code', words.codeMissing);
  typed.settle();
  const period = codePeriod(typed.text('validFrom'), typed.text('validUntil'));
  return putCode(campaign, code ?? '', { show: typed.text('show'), ...period });
}

function AddCode({ campaign, tell }: Changing & { campaign: string }) {
  const form = useRef<HTMLFormElement>(null);
  const shows = useQuery(showsQuery).data ?? [];
  const change = useSensitiveChange(
    (filled: HTMLFormElement) => add(filled, campaign),
    ({ code }) => {
      form.current?.reset();
      tell(words.added(code));
    },
  );
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const choices = [['', words.wholeCampaign] as const, ...shows.map((show) => [show.key, labelOf(show)] as const)];
  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      aria-label={words.submit}
      className="grid items-start gap-3 border-t border-line px-4 py-4 sm:grid-cols-2 sm:px-5 xl:grid-cols-[1fr_1.4fr_1fr_1fr_auto]"
    >
      <TextField
        name="code"
        label={words.code}
        help={words.codeHelp}
        maxLength={100}
        autoCapitalize="characters"
        spellCheck={false}
        className="font-mono"
        problem={faults.at('code')}
      />
      <SelectField name="show" label={words.show} options={choices} problem={faults.at('show')} />
      <TextField
        name="validFrom"
        type="date"
        label={catalogTexts.flight.startsOn}
        optional={catalogTexts.optional}
        problem={faults.at('validFrom')}
      />
      <TextField
        name="validUntil"
        type="date"
        label={catalogTexts.flight.endsOn}
        optional={catalogTexts.optional}
        help={words.periodHelp}
        problem={faults.at('validUntil')}
      />
      <Button type="submit" look="solid" className="min-h-10 xl:mt-6" disabled={change.isBusy}>
        {words.submit}
      </Button>
      <FormProblem error={change.error} rest={faults.rest} />
      {change.question}
    </form>
  );
}

interface Doing extends Changing {
  campaign: string;
  showName: NameOf;
}

function columnsFor({ campaign, showName, mayChange, tell }: Doing): readonly Column<PromoCode>[] {
  const takeBack = (row: PromoCode) => (
    <Removal
      label={words.remove}
      name={words.removeWho(row.code)}
      said={words.removed(row.code)}
      remove={() => removeCode(campaign, row.code, instantWithin(row))}
      restore={() => putCode(campaign, row.code, { show: row.show, validFrom: row.validFrom, validUntil: row.validUntil })}
      onDone={() => tell('')}
    />
  );
  return [
    { id: 'code', header: words.code, sortValue: ({ code }) => code, cell: ({ code }) => <code className="font-mono">{code}</code> },
    {
      id: 'show',
      header: words.show,
      cell: ({ show }) =>
        show === null ? (
          <span className="text-muted">{words.wholeCampaign}</span>
        ) : (
          <span className="block max-w-48 truncate">{showName(show)}</span>
        ),
    },
    { id: 'period', header: words.period, cell: (row) => <span className="whitespace-nowrap">{periodText(row)}</span> },
    { id: 'since', header: catalogTexts.advertisers.since, cell: ({ createdAt }) => <Instant at={createdAt} /> },
    ...(mayChange ? [{ id: 'actions', header: settingsTexts.actions, atEnd: true, cell: takeBack }] : []),
  ];
}

/** The promo codes that stand for a campaign, and when. */
export function CampaignCodes({ campaign, mayChange, tell }: Changing & { campaign: string }) {
  const list = useQuery(codesQuery(campaign));
  const showName = useShowNames();
  return (
    <Panel id="codes" title={words.list}>
      <FoundList
        list={list}
        what={words.what}
        caption={words.list}
        columns={columnsFor({ campaign, showName, mayChange, tell })}
        rowKey={({ code, validFrom }) => `${code} ${validFrom}`}
        textOf={({ code, show }) => `${code} ${show === null ? '' : showName(show)}`}
        empty={<Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
      />
      {list.data && mayChange && <AddCode campaign={campaign} mayChange={mayChange} tell={tell} />}
    </Panel>
  );
}
