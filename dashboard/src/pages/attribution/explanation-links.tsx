import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { useSelection } from '../../components/filters.tsx';
import { useFixed } from '../../components/fixed.ts';
import { useMay } from '../../components/may.ts';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import {
  createExplanationLink,
  type CreatedExplanationLink,
  type ExplanationLink,
  listExplanationLinks,
  type NewExplanationLink,
  revokeExplanationLink,
} from '../../explanation-links-api.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { faultsOf } from '../../faults.ts';
import { formatCount } from '../../format.ts';
import { shareQuery } from '../../selection.ts';
import { explanationLinkTexts as words } from '../../texts-explanation-links.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextArea } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { CheckField } from '../tenants/check-field.tsx';
import { ShownOnce } from '../tenants/shown-once.tsx';

/** What is explained: a conversion under a model. */
interface Explained {
  id: string;
  model: string;
}

function useTerms(model: string) {
  const [selection] = useSelection();
  return shareQuery(model, selection, useWindowDefaults(), useFixed([model]));
}

function ShareForm({ id, model, onMade }: Explained & { onMade: (link: CreatedExplanationLink) => void }) {
  const terms = useTerms(model);
  const create = useSensitiveChange((body: NewExplanationLink) => createExplanationLink(id, body), onMade);
  const faults = faultsOf(create.error, ['note', 'expiresInDays']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const chosen = new FormData(form);
    const note = fieldText(form, 'note').trim();
    create.start({
      ...terms,
      expiresInDays: Number(fieldText(form, 'days')),
      ...(note === '' ? {} : { note }),
      showsIds: chosen.has('showsIds'),
      tellsRestatement: chosen.has('tellsRestatement'),
    });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField name="days" label={words.days} options={words.dayOptions} defaultValue="30" problem={faults.at('expiresInDays')} />
      <TextArea
        name="note"
        label={words.note}
        optional={words.optional}
        help={words.noteHelp}
        maxLength={500}
        problem={faults.at('note')}
      />
      <div className="-mx-2">
        <CheckField name="showsIds" label={words.showsIds} help={words.showsIdsHelp} />
        <CheckField name="tellsRestatement" label={words.tellsRestatement} help={words.tellsRestatementHelp} />
      </div>
      <FormProblem error={create.error} rest={faults.rest} />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={create.isBusy}>
        {words.submit}
      </Button>
      {create.question}
    </form>
  );
}

function Share({ id, model, onMade }: Explained & { onMade: () => void }) {
  const [isOpen, open] = useState(false);
  const [address, show] = useState<string>();
  const made = (link: CreatedExplanationLink) => {
    open(false);
    show(link.address);
    onMade();
  };
  return (
    <>
      <Button onClick={() => open(true)}>{words.share}</Button>
      <Dialog title={words.share} lead={words.shareLead} isOpen={isOpen} onClose={() => open(false)}>
        <ShareForm id={id} model={model} onMade={made} />
      </Dialog>
      <ShownOnce
        title={words.madeTitle}
        lead={words.madeLead}
        label={words.address}
        secret={address}
        done={words.done}
        onDone={() => show(undefined)}
      />
    </>
  );
}

function Row({ link, canChange, onRevoked }: { link: ExplanationLink; canChange: boolean; onRevoked: () => void }) {
  const { id, state, model, createdAt, expiresAt, note, views } = link;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-3 sm:px-5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Instant at={createdAt} />
          <span className="text-muted">{words.under(model)}</span>
          {state !== 'live' && <Tag>{words.state[state]}</Tag>}
        </p>
        <p className="text-small text-muted">
          {state === 'live' && (
            <>
              {words.until} <Instant at={expiresAt} /> ·{' '}
            </>
          )}
          {words.opened(formatCount(views), views === 1)}
        </p>
        {note !== null && <p className="max-w-[80ch] text-small wrap-anywhere text-muted">{note}</p>}
      </div>
      {canChange && state === 'live' && (
        <AskFirst
          label={words.revoke}
          name={words.revokeWho(model, createdAt)}
          title={words.revokeTitle}
          lead={words.revokeLead}
          change={() => revokeExplanationLink(id)}
          onDone={onRevoked}
        />
      )}
    </li>
  );
}

/** The pages that tell a conversion to whoever has their address: makes one under the model that is looked at, lists and revokes them. */
export function ExplanationLinks({ id, model }: Explained) {
  const canChange = useMay('administer');
  const queries = useQueryClient();
  const queryKey = ['explanation-links', id];
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => listExplanationLinks(id, signal) });
  const changed = () => void queries.invalidateQueries({ queryKey });
  if (!data || (data.length === 0 && !canChange)) return null;
  return (
    <Panel id="shared" title={words.title} aside={canChange ? <Share id={id} model={model} onMade={changed} /> : undefined}>
      {data.length === 0 ? (
        <p className="px-4 pb-4 text-muted sm:px-5">{words.none}</p>
      ) : (
        <ul>
          {data.map((link) => (
            <Row key={link.id} link={link} canChange={canChange} onRevoked={changed} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
