import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { viewTexts as words } from '../../texts-views.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { putHostFigure } from '../../views-api.ts';
import { showsQuery } from '../catalog/catalog-queries.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { labelOf } from '../catalog/named.tsx';

const FIELDS = ['show', 'episode', 'day', 'downloads', 'source'];

/** One figure stands in the form by itself. */
const placeOf = (pointer: string) => pointer.replace(/^\/figures\/0\//, '/');

async function save(form: HTMLFormElement): Promise<string> {
  const typed = typedIn(form);
  const figure = {
    show: typed.text('show') ?? '',
    episode: typed.text('episode'),
    day: typed.text('day') ?? '',
    downloads: typed.count('downloads'),
    source: typed.text('source') ?? '',
  };
  typed.settle();
  const { stored, removed } = await putHostFigure(figure);
  if (stored > 0) return words.stored;
  return removed > 0 ? words.removed : words.nothing;
}

/** What a host counted itself on a day, to be entered or taken back. */
export function HostFigureForm({ show, onSaved }: { show: string | undefined; onSaved: (text: string) => void }) {
  const shows = useQuery(showsQuery).data ?? [];
  const change = useSensitiveChange(save, onSaved);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        // Shows that come later bring the choice with them.
        key={shows.length}
        name="show"
        label={words.hostShow}
        options={shows.map((one) => [one.key, labelOf(one)] as const)}
        defaultValue={show}
        problem={faults.at('show')}
      />
      <TextField
        name="episode"
        label={words.hostEpisode}
        optional={catalogTexts.optional}
        help={words.hostEpisodeHelp}
        spellCheck={false}
        problem={faults.at('episode')}
      />
      <TextField name="day" type="date" label={words.hostDay} problem={faults.at('day')} />
      <TextField name="source" label={words.source} help={words.sourceHelp} maxLength={100} problem={faults.at('source')} />
      <TextField
        name="downloads"
        inputMode="numeric"
        label={words.hostDownloads}
        help={words.hostDownloadsHelp}
        problem={faults.at('downloads')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
