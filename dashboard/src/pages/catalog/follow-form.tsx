import type { SubmitEvent } from 'react';
import { followShow, type Show } from '../../catalog-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from './form-end.tsx';

const words = catalogTexts.shows;
const FIELDS = ['feedUrl', 'key'];

function follow(form: HTMLFormElement): Promise<Show> {
  const typed = typedIn(form);
  return followShow({ feedUrl: typed.text('feedUrl') ?? '', key: typed.text('key') ?? undefined });
}

/** Adds a show by the address of its feed, which is read before it is added. */
export function FollowForm({ onAdded }: { onAdded: (show: Show) => void }) {
  const change = useSensitiveChange(follow, onAdded);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="feedUrl"
        type="url"
        label={words.feedUrl}
        help={words.feedHelp}
        placeholder={words.feedExample}
        maxLength={2_000}
        problem={faults.at('feedUrl')}
      />
      <TextField
        name="key"
        label={catalogTexts.key}
        optional={catalogTexts.optional}
        help={words.keyHelp}
        maxLength={200}
        spellCheck={false}
        problem={faults.at('key')}
      />
      {change.isBusy && (
        <p role="status" className="text-small text-muted">
          {words.reading}
        </p>
      )}
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
