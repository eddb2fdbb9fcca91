import { meanings } from '../../definitions-of-columns.ts';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type AiProvider,
  type AiProviders,
  type AiProviderTest,
  listAiProviders,
  removeAiProvider,
  testAiProvider,
} from '../../ai-providers-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatMoney, formatPlural } from '../../format.ts';
import { aiProviderTexts as words } from '../../texts-ai-providers.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type Column, Table, figure } from '../../ui/table.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Said } from '../tenants/said.tsx';
import { dollars } from './dollars.ts';
import { ProviderForm } from './provider-form.tsx';

const monthName = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });

const providersQuery = queryOptions({ queryKey: ['ai-providers'], queryFn: ({ signal }) => listAiProviders(signal) });

interface Priced {
  model: string;
  price: string | undefined;
  isOwn: boolean;
}

function pricedOf({ models, audioModels }: AiProvider): Priced[] {
  const ofTexts = models.map(({ model, prices, priceFrom }) => ({
    model,
    price: prices === null ? undefined : words.tokenPrice(dollars(prices.inputMicros), dollars(prices.outputMicros)),
    isOwn: priceFrom === 'own',
  }));
  const ofAudio = audioModels.map(({ model, minuteMicros, priceFrom }) => ({
    model,
    price: minuteMicros === null ? undefined : words.minutePrice(dollars(minuteMicros)),
    isOwn: priceFrom === 'own',
  }));
  return [...ofTexts, ...ofAudio];
}

function Models({ of }: { of: AiProvider }) {
  return (
    <ul className="flex min-w-56 flex-col gap-1">
      {pricedOf(of).map(({ model, price, isOwn }) => (
        <li key={model} className="text-small">
          <span className="font-mono wrap-anywhere">{model}</span>{' '}
          <span className={price === undefined ? 'text-danger' : 'text-muted'}>{price ?? words.noPrice}</span>
          {isOwn && <span className="text-muted"> ({words.ownPrice})</span>}
        </li>
      ))}
    </ul>
  );
}

function Spend({ of: { usedMicros, reservedMicros, monthlyCapCents } }: { of: AiProvider }) {
  return (
    <span className="block">
      {dollars(usedMicros)}
      <span className="block text-caption text-muted">
        {monthlyCapCents === null ? words.noCap : words.ofCap(formatMoney(monthlyCapCents, 'USD'))}
      </span>
      {reservedMicros > 0 && <span className="block text-caption text-muted">{words.aside(dollars(reservedMicros))}</span>}
    </span>
  );
}

const columnsOf = (month: string): readonly Column<AiProvider>[] => [
  {
    id: 'provider',
    header: words.provider,
    cell: ({ key, kind, account, baseUrl, hasKey }) => (
      <span className="block max-w-56 min-w-32">
        <span className="block font-medium">{key}</span>
        <span className="block text-caption text-muted">
          {words.kinds[kind]}, {words.accounts[account]}
          {account === 'own' && !hasKey && `, ${words.keyless}`}
        </span>
        {baseUrl !== null && <span className="block font-mono text-caption wrap-anywhere text-faint">{baseUrl}</span>}
      </span>
    ),
  },
  { id: 'models', header: words.models, cell: (provider) => <Models of={provider} /> },
  {
    id: 'spend',
    ...figure(words.spend(monthName.format(new Date(month))), meanings.aiSpend),
    cell: (provider) => <Spend of={provider} />,
  },
  {
    id: 'state',
    header: words.state,
    cell: ({ whyNot }) => <Tag tone={whyNot === null ? 'plain' : 'notice'}>{whyNot === null ? words.ready : words.whyNot[whyNot]}</Tag>,
  },
];

interface Doing {
  operatorAccounts: AiProviders['operatorAccounts'];
  onSaid: (text: string) => void;
  onTested: (key: string, tests: AiProviderTest[]) => void;
}

function Actions({ of: provider, operatorAccounts, onSaid, onTested }: Doing & { of: AiProvider }) {
  const { key } = provider;
  const test = useSensitiveChange<AiProvider, AiProviderTest[]>(testAiProvider, (answers) => onTested(key, answers));
  return (
    <span className="flex flex-wrap justify-end gap-1">
      <Button look="quiet" aria-label={words.testWho(key)} disabled={test.isBusy} onClick={() => test.start(provider)}>
        {words.test}
      </Button>
      <FormDialog label={words.change} name={words.changeWho(key)} title={words.changeTitle(key)} lead={words.changeLead} look="quiet">
        {(close) => (
          <ProviderForm
            provider={provider}
            operatorAccounts={operatorAccounts}
            onSaved={() => {
              close();
              onSaid(words.saved(key));
            }}
          />
        )}
      </FormDialog>
      <AskFirst
        label={words.remove}
        name={words.removeWho(key)}
        title={words.removeTitle(key)}
        lead={words.removeLead}
        change={() => removeAiProvider(key)}
        onDone={() => onSaid(words.removed(key))}
      />
      {test.isBusy && (
        <span role="status" className="w-full text-right text-small text-muted">
          {words.testing(key)}
        </span>
      )}
      {test.problem !== undefined && (
        <span role="alert" className="w-full text-small text-danger">
          {test.problem}
        </span>
      )}
      {test.question}
    </span>
  );
}

function withActions(columns: readonly Column<AiProvider>[], doing: Doing): readonly Column<AiProvider>[] {
  const actions = {
    id: 'actions',
    header: settingsTexts.actions,
    atEnd: true,
    cell: (provider: AiProvider) => <Actions of={provider} {...doing} />,
  };
  return [...columns, actions];
}

/** What one of a provider's models answered, or why it did not. */
function Tested({ name, test: { isAnswered, model, detail, status, calls, costMicros } }: { name: string; test: AiProviderTest }) {
  return (
    <Notice tone={isAnswered ? 'plain' : 'danger'} live="status">
      <span className="font-medium">{words.tested(name, model ?? '–')}</span>
      {detail} {status !== null && `${words.status(status)} `}
      {words.testCost(formatPlural(calls, words.calls), dollars(costMicros))}
    </Notice>
  );
}

/** That nothing needs a provider, and what is sent to one. */
function About() {
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[2fr_3fr]">
      <Notice>
        <p className="font-medium text-ink">{words.withoutTitle}</p>
        <p className="mt-1">{words.without}</p>
      </Notice>
      <Notice>
        <p className="font-medium text-ink">{words.sentTitle}</p>
        <ul className="mt-1 list-disc pl-5">
          {words.sent.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

/** By whom this tenant has questions answered: who is asked first, at which prices, up to which cap, and what it cost. */
export function AiProviderRoom() {
  const queryClient = useQueryClient();
  const list = useQuery(providersQuery);
  const mayChange = useMay('administer');
  const [said, say] = useState('');
  const [tested, showTest] = useState<{ key: string; tests: AiProviderTest[] }>();
  const readAgain = () => void queryClient.invalidateQueries({ queryKey: providersQuery.queryKey });
  const tell = (text: string) => {
    say(text);
    showTest(undefined);
    readAgain();
  };
  const operatorAccounts = list.data?.operatorAccounts ?? [];
  const doing = {
    operatorAccounts,
    onSaid: tell,
    onTested: (key: string, tests: AiProviderTest[]) => {
      say('');
      showTest({ key, tests });
      readAgain();
    },
  };
  const add = (
    <FormDialog label={words.add} lead={words.addLead}>
      {(close) => (
        <ProviderForm
          operatorAccounts={operatorAccounts}
          onSaved={({ key }) => {
            close();
            tell(words.saved(key));
          }}
        />
      )}
    </FormDialog>
  );
  const columns = columnsOf(list.data?.month ?? '2000-01-01');
  return (
    <>
      <RoomHead title={words.room}>{words.lead}</RoomHead>
      <Said text={said} />
      {tested?.tests.map((test) => (
        <Tested key={test.model} name={tested.key} test={test} />
      ))}
      <Panel id="ai-providers" title={words.list} aside={list.data && mayChange && add}>
        {list.error && !list.data ? (
          <ListFailure error={list.error} onRetry={() => void list.refetch()} />
        ) : !list.data ? (
          <SkeletonLines count={3} label={texts.loading} />
        ) : list.data.items.length === 0 ? (
          <Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />
        ) : (
          <Table
            caption={words.listShort}
            columns={mayChange ? withActions(columns, doing) : columns}
            rows={list.data.items}
            rowKey={({ key }) => key}
          />
        )}
      </Panel>
      <About />
    </>
  );
}
