import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { type Advertiser, createAdvertiser, putAdvertiser, removeAdvertiser } from '../../catalog-api.ts';
import { Instant, Known } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { Empty } from '../../components/empty.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { Removal } from '../../components/removal.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { faultsOf } from '../../faults.ts';
import { UNKNOWN } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { keyOf, typedIn } from '../../ui/typed.ts';
import { Said } from '../tenants/said.tsx';
import { advertisersQuery, CATALOG } from './catalog-queries.ts';
import { FormEnd } from './form-end.tsx';
import { FoundList } from './found-table.tsx';
import { Named } from './named.tsx';

const words = catalogTexts.advertisers;
const FIELDS = ['key', 'name', 'siteHost'];

async function save(form: HTMLFormElement, advertiser: Advertiser | undefined): Promise<Advertiser> {
  const typed = typedIn(form);
  const details = { name: typed.text('name'), siteHost: typed.text('siteHost') };
  const key = advertiser?.key ?? typed.text('key') ?? keyOf(details.name);
  if (key === '') typed.refuse('name', words.nameMissing);
  typed.settle();
  return advertiser ? putAdvertiser(key, details) : createAdvertiser(key, details);
}

function AdvertiserForm({ advertiser, onSaved }: { advertiser?: Advertiser; onSaved: (advertiser: Advertiser) => void }) {
  const change = useSensitiveChange((form: HTMLFormElement) => save(form, advertiser), onSaved);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} maxLength={200} defaultValue={advertiser?.name ?? ''} problem={faults.at('name')} />
      <TextField
        name="siteHost"
        label={words.site}
        optional={catalogTexts.optional}
        help={words.siteHelp}
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={advertiser?.siteHost ?? ''}
        problem={faults.at('siteHost')}
      />
      {!advertiser && (
        <TextField
          name="key"
          label={catalogTexts.key}
          optional={catalogTexts.optional}
          help={catalogTexts.keyHelp}
          maxLength={200}
          spellCheck={false}
          problem={faults.at('key')}
        />
      )}
      <FormEnd change={change} rest={faults.rest} submit={advertiser ? catalogTexts.save : words.submit} />
    </form>
  );
}

interface Doing {
  onSaved: (advertiser: Advertiser) => void;
  onRemoved: () => void;
}

function Actions({ advertiser, onSaved, onRemoved }: Doing & { advertiser: Advertiser }) {
  const name = advertiser.name ?? advertiser.key;
  return (
    <span className="flex justify-end gap-1">
      <FormDialog label={catalogTexts.edit} name={words.editWho(name)} lead={words.editLead} look="quiet">
        {(close) => (
          <AdvertiserForm
            advertiser={advertiser}
            onSaved={(saved) => {
              close();
              onSaved(saved);
            }}
          />
        )}
      </FormDialog>
      <Removal
        label={catalogTexts.remove}
        name={words.removeWho(name)}
        said={words.removed(name)}
        remove={() => removeAdvertiser(advertiser.key)}
        restore={() => putAdvertiser(advertiser.key, { name: advertiser.name, siteHost: advertiser.siteHost })}
        onDone={onRemoved}
      />
    </span>
  );
}

function columnsFor(doing: Doing | undefined): readonly Column<Advertiser>[] {
  return [
    {
      id: 'name',
      header: words.name,
      sortValue: ({ name, key }) => (name ?? key).toLowerCase(),
      cell: ({ key, name, siteHost }) => <Named name={name} of={key} isStub={name === null && siteHost === null} />,
    },
    { id: 'site', header: words.site, cell: ({ siteHost }) => <Known text={siteHost ?? UNKNOWN} /> },
    { id: 'since', header: words.since, cell: ({ createdAt }) => <Instant at={createdAt} /> },
    ...(doing === undefined
      ? []
      : [
          {
            id: 'actions',
            header: settingsTexts.actions,
            atEnd: true,
            cell: (advertiser: Advertiser) => <Actions advertiser={advertiser} {...doing} />,
          },
        ]),
  ];
}

/** The businesses that campaigns are booked for. */
export function Advertisers() {
  const queryClient = useQueryClient();
  const list = useQuery(advertisersQuery);
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  const onSaved = ({ key, name }: Advertiser) => tell(words.saved(name ?? key));
  const doing = { onSaved, onRemoved: () => tell('') };
  const create = (
    <FormDialog label={words.create} lead={words.createLead}>
      {(close) => (
        <AdvertiserForm
          onSaved={(saved) => {
            close();
            onSaved(saved);
          }}
        />
      )}
    </FormDialog>
  );
  return (
    <>
      <RoomHead title={catalogTexts.tabs.advertisers}>{words.lead}</RoomHead>
      <Said text={said} />
      <Panel id="advertisers" title={words.list} aside={list.data && mayChange && create}>
        <FoundList
          list={list}
          what={words.what}
          caption={words.list}
          columns={columnsFor(mayChange ? doing : undefined)}
          rowKey={({ key }) => key}
          textOf={({ key, name, siteHost }) => `${key} ${name ?? ''} ${siteHost ?? ''}`}
          empty={<Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
        />
      </Panel>
    </>
  );
}
