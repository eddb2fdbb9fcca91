import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { faultsOf } from '../faults.ts';
import { returnPath } from '../paths.ts';
import { sessionQuery } from '../queries.ts';
import { createSavedView, deleteSavedView, listSavedViews, type NewView, renameSavedView, type SavedView } from '../saved-views-api.ts';
import { savedViewTexts as words } from '../texts-saved-views.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { fieldText } from '../ui/form.ts';
import { ChevronDown } from '../ui/icons.tsx';
import { Popover } from '../ui/popover.tsx';
import { useSensitiveChange } from './confirm-identity.tsx';
import { FormProblem } from './form-problem.tsx';
import { useMay } from './may.ts';
import { offerUndo } from './undo.ts';

const KEY = ['saved-views'];

/** The address that is looked at, as the API keeps it: with its search as a browser writes it. */
function useAddress(): string {
  const { pathname, searchStr } = useRouterState({ select: (state) => state.location });
  return returnPath(`${pathname}${searchStr}`);
}

function NameForm({ view, onDone }: { view: SavedView; onDone: () => void }) {
  const rename = useSensitiveChange((name: string) => renameSavedView(view.id, name), onDone);
  const faults = faultsOf(rename.error, ['name']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    rename.start(fieldText(event.currentTarget, 'name'));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2 py-1">
      <TextField
        name="name"
        label={words.newName(view.name)}
        defaultValue={view.name}
        maxLength={80}
        problem={faults.at('name') ?? faults.rest}
      />
      <Button type="submit" disabled={rename.isBusy}>
        {words.keep}
      </Button>
    </form>
  );
}

function Row({ view, isOpen, canChange, onChanged }: { view: SavedView; isOpen: boolean; canChange: boolean; onChanged: () => void }) {
  const { history } = useRouter();
  const of = useSuspenseQuery(sessionQuery).data.tenant?.slug;
  const [isNamed, name] = useState(false);
  const done = () => {
    name(false);
    onChanged();
  };
  const remove = useSensitiveChange<true, unknown>(
    () => deleteSavedView(view.id),
    () => {
      const { name: called, address, isShared } = view;
      offerUndo({ text: words.removed(called), restore: () => createSavedView({ name: called, address, isShared }), of });
      onChanged();
    },
  );
  if (isNamed) return <NameForm view={view} onDone={done} />;
  return (
    <div className="flex flex-wrap items-center gap-x-1">
      <button
        type="button"
        aria-pressed={isOpen}
        onClick={() => history.push(returnPath(view.address))}
        className="min-h-9 min-w-0 flex-1 basis-32 rounded-control px-2 text-left wrap-anywhere hover:bg-sunken aria-pressed:bg-accent-soft
          aria-pressed:font-medium aria-pressed:text-accent-strong"
      >
        {view.name}
        {view.isShared && <span className="ml-1.5 text-small font-normal text-muted">{words.shared}</span>}
      </button>
      {canChange && (
        <span className="flex">
          <Button look="quiet" className="px-2" aria-label={words.renameWho(view.name)} onClick={() => name(true)}>
            {words.rename}
          </Button>
          <Button
            look="quiet"
            className="px-2"
            aria-label={words.removeWho(view.name)}
            disabled={remove.isBusy}
            onClick={() => remove.start(true)}
          >
            {words.remove}
          </Button>
        </span>
      )}
      <FormProblem error={remove.error} rest={remove.problem} />
      {remove.question}
    </div>
  );
}

function SaveForm({ address, hasOwn, canShare, onSaved }: { address: string; hasOwn: boolean; canShare: boolean; onSaved: () => void }) {
  const save = useSensitiveChange((body: NewView) => createSavedView(body), onSaved);
  const faults = faultsOf(save.error, ['name']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    save.start({ name: fieldText(form, 'name'), address, isShared: !hasOwn || new FormData(form).has('isShared') });
    form.reset();
  };
  return (
    <form onSubmit={submit} noValidate className="mt-3 flex flex-col gap-2.5 border-t border-line pt-3" aria-label={words.save}>
      <TextField name="name" label={words.name} maxLength={80} problem={faults.at('name')} />
      {canShare && hasOwn && (
        <label className="flex min-h-8 items-center gap-2.5">
          <input type="checkbox" name="isShared" className="size-4" />
          {words.forAll}
        </label>
      )}
      <FormProblem error={save.error} rest={faults.rest} />
      <Button type="submit" disabled={save.isBusy}>
        {words.save}
      </Button>
    </form>
  );
}

const LABEL = 'flex min-h-6 items-center gap-1.5 text-caption text-muted';
const VALUE = 'flex min-h-6 w-full items-center justify-between gap-2 truncate text-left font-medium text-ink';

/** The saved views: opens one with everything that was chosen in it, saves what is looked at, renames and deletes. */
export function SavedViews() {
  const address = useAddress();
  const queries = useQueryClient();
  const { role } = useSuspenseQuery(sessionQuery).data;
  const canShare = useMay('analyse');
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => listSavedViews(signal) });
  const views = data?.items ?? [];
  const open = views.find((view) => view.address === address);
  const changed = () => void queries.invalidateQueries({ queryKey: KEY });
  const shown = open?.name ?? words.unsaved;
  const hasOwn = role !== null;
  return (
    <div className="relative flex min-w-0 flex-col bg-surface px-4 pt-1 pb-1.5 hover:bg-raised has-focus-visible:z-10">
      <span className={LABEL} aria-hidden="true">
        {words.label}
      </span>
      <Popover
        label={words.list}
        className="max-h-[70dvh] w-96 overflow-y-auto p-4"
        trigger={
          <button type="button" className={VALUE} aria-label={`${words.label}: ${shown}`}>
            <span className="truncate">{shown}</span>
            <ChevronDown className="size-3.5 shrink-0 text-faint" />
          </button>
        }
      >
        {views.length === 0 && <p className="text-muted">{words.none}</p>}
        {views.map((view) => (
          <Row key={view.id} view={view} isOpen={view.id === open?.id} canChange={view.isShared ? canShare : hasOwn} onChanged={changed} />
        ))}
        {(hasOwn || canShare) && <SaveForm address={address} hasOwn={hasOwn} canShare={canShare} onSaved={changed} />}
      </Popover>
    </div>
  );
}
