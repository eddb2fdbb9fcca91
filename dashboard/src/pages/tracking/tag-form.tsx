import type { SubmitEvent } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { createTag, putTag, type SiteTag, type SiteTagDetails } from '../../tracking-api.ts';
import { TextArea, TextField } from '../../ui/field.tsx';
import { fieldLines } from '../../ui/form.ts';
import { keyOf, type Typed, typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';

const words = trackingTexts.tags;
const FIELDS = ['key', 'name', 'sites', 'clickDays', 'paths'];
const CLICK_DAYS = 30;

type VanityPath = NonNullable<SiteTagDetails['paths']>[number];

function pathsOf(form: HTMLFormElement, typed: Typed): VanityPath[] {
  return fieldLines(form, 'paths').map((line, index) => {
    const [path = '', campaign = '', show, ...rest] = line.split(/\s+/);
    if (campaign === '' || rest.length > 0) typed.refuse(`paths/${index}`, words.pathsFault);
    return { path, campaign, show: show ?? null };
  });
}

async function save(form: HTMLFormElement, tag: SiteTag | undefined): Promise<SiteTag> {
  const typed = typedIn(form);
  const details = {
    name: typed.text('name') ?? '',
    sites: fieldLines(form, 'sites'),
    clickDays: typed.count('clickDays') ?? CLICK_DAYS,
    paths: pathsOf(form, typed),
  };
  const key = tag?.key ?? typed.text('key') ?? keyOf(details.name);
  if (key === '') typed.refuse('name', words.nameMissing);
  typed.settle();
  return tag ? putTag(key, details) : createTag(key, details);
}

/** Everything of a site tag, to be created or replaced. */
export function TagForm({ tag, onSaved }: { tag?: SiteTag; onSaved: (tag: SiteTag) => void }) {
  const change = useSensitiveChange((form: HTMLFormElement) => save(form, tag), onSaved);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const paths = tag?.paths.map(({ path, campaign, show }) => [path, campaign, show ?? ''].join(' ').trimEnd()).join('\n');
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} maxLength={200} defaultValue={tag?.name} problem={faults.at('name')} />
      <TextArea
        name="sites"
        rows={2}
        label={words.sites}
        help={words.sitesHelp}
        defaultValue={tag?.sites.join('\n')}
        problem={faults.at('sites')}
      />
      <TextField
        name="clickDays"
        inputMode="numeric"
        label={words.clickDays}
        help={words.clickDaysHelp}
        defaultValue={tag?.clickDays ?? CLICK_DAYS}
        className="max-w-40"
        problem={faults.at('clickDays')}
      />
      <TextArea
        name="paths"
        label={words.paths}
        optional={catalogTexts.optional}
        help={words.pathsHelp}
        defaultValue={paths}
        className="font-mono"
        problem={faults.at('paths')}
      />
      {!tag && (
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
      <FormEnd change={change} rest={faults.rest} submit={tag ? catalogTexts.save : words.submit} />
    </form>
  );
}
