import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { LocalAddress } from '../../components/local-address.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { catalogTexts } from '../../texts-catalog.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { texts } from '../../texts.ts';
import { removeTag, type SiteTag } from '../../tracking-api.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import type { Changing } from '../catalog/changing.ts';
import { TagForm } from './tag-form.tsx';
import { TRACKING, tagsQuery } from './tracking-queries.ts';

const words = trackingTexts.tags;

function factsOf({ sites, clickDays, paths, lastReceivedAt }: SiteTag) {
  const lines = paths.map(({ path, campaign, show }) => `${path} → ${show === null ? campaign : `${campaign}, ${show}`}`);
  return [
    {
      name: words.lastReceived,
      value: lastReceivedAt === null ? <span className="text-muted">{words.notYet}</span> : <Instant at={lastReceivedAt} />,
    },
    { name: words.sites, value: <span className="wrap-anywhere">{sites.join(', ')}</span> },
    { name: words.clickDays, value: texts.filters.days(clickDays) },
    {
      name: words.paths,
      value:
        lines.length === 0 ? (
          <span className="text-muted">{words.noPaths}</span>
        ) : (
          <ul>
            {lines.map((line) => (
              <li key={line} className="font-mono text-small wrap-anywhere">
                {line}
              </li>
            ))}
          </ul>
        ),
    },
  ];
}

function Actions({ tag, tell }: { tag: SiteTag; tell: (text: string) => void }) {
  const { key, name } = tag;
  return (
    <span className="flex gap-2">
      <FormDialog label={catalogTexts.edit} name={words.editWho(name)} lead={words.editLead} look="outline">
        {(close) => (
          <TagForm
            tag={tag}
            onSaved={() => {
              close();
              tell(words.saved(name));
            }}
          />
        )}
      </FormDialog>
      <AskFirst
        label={catalogTexts.remove}
        name={words.removeWho(name)}
        look="outline"
        title={words.removeTitle(name)}
        lead={words.removeLead}
        change={() => removeTag(key)}
        onDone={() => tell(words.removed(name))}
      />
    </span>
  );
}

function TagPanel({ tag, mayChange, tell }: Changing & { tag: SiteTag }) {
  return (
    <Panel id={`tag-${tag.publicId}`} title={tag.name} aside={mayChange && <Actions tag={tag} tell={tell} />}>
      <div className="flex flex-col gap-3 px-4 pb-4 sm:px-5">
        <CopyField label={words.snippet} value={tag.snippet} help={words.snippetHelp} rows={4} />
        <LocalAddress text={tag.snippet} />
        <p className="text-small text-muted">
          {words.more} <code className="font-mono wrap-anywhere text-ink">{words.example}</code>
        </p>
      </div>
      <Facts items={factsOf(tag)} />
    </Panel>
  );
}

/** The scripts for the pages of shops. */
export function SiteTags() {
  const queryClient = useQueryClient();
  const list = useQuery(tagsQuery);
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: TRACKING });
  };
  const create = (
    <FormDialog label={words.create} lead={words.createLead}>
      {(close) => (
        <TagForm
          onSaved={({ name }) => {
            close();
            tell(words.saved(name));
          }}
        />
      )}
    </FormDialog>
  );
  const isEmpty = list.data?.length === 0;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <RoomHead title={trackingTexts.tabs.tags}>{words.lead}</RoomHead>
        {list.data && mayChange && create}
      </div>
      <Said text={said} />
      {(isEmpty || !list.data) && (
        <div className="rounded-panel border border-line bg-surface">
          {isEmpty && <Empty title={words.empty} help={mayChange ? words.emptyHelp : words.emptyRead} />}
          {list.error && !list.data && <ListFailure error={list.error} onRetry={() => void list.refetch()} />}
          {!list.error && !list.data && <SkeletonLines count={5} label={texts.loading} />}
        </div>
      )}
      {list.data?.map((tag) => (
        <TagPanel key={tag.key} tag={tag} mayChange={mayChange} tell={tell} />
      ))}
    </>
  );
}
