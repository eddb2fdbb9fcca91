import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SubmitEvent } from 'react';
import { listCampaigns, putCampaign, putShow } from '../../catalog-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import type { Profile } from '../../onboarding-api.ts';
import { paths } from '../../paths.ts';
import { onboardingTexts } from '../../texts-onboarding.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { keyOf, typedIn } from '../../ui/typed.ts';

const words = onboardingTexts.add;
const LINK = 'font-medium text-accent underline underline-offset-4';
const NO_DETAILS = {
  advertiser: null,
  startsOn: null,
  endsOn: null,
  budgetMinor: null,
  spendMinor: null,
  goal: null,
  defaultModel: null,
  currency: null,
};

type Noun = 'show' | 'campaign';

/** Whoever makes podcasts begins with a show, whoever pays for ads with a campaign. */
export function nounOf(profile: Profile | null): Noun {
  return profile === 'podcaster' || profile === 'network' ? 'show' : 'campaign';
}

async function add(noun: Noun, form: HTMLFormElement): Promise<void> {
  const typed = typedIn(form);
  const name = typed.text('name') ?? '';
  const key = keyOf(name);
  if (key === '') typed.refuse('name', words.missing);
  typed.settle();
  if (noun === 'show') return void (await putShow(key, { name }));
  const known = await listCampaigns(new AbortController().signal);
  if (!known.some((one) => one.key === key)) await putCampaign(key, { ...NO_DETAILS, name });
}

/** Adds the first show or campaign by its name alone. */
export function FirstEntry({ profile, onAdded }: { profile: Profile | null; onAdded: () => void }) {
  const queryClient = useQueryClient();
  const noun = nounOf(profile);
  const adding = useSensitiveChange<HTMLFormElement, void>(
    (form) => add(noun, form),
    () => {
      void queryClient.invalidateQueries();
      onAdded();
    },
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    adding.start(event.currentTarget);
  };
  const faults = faultsOf(adding.error, ['name']);
  return (
    <>
      <form onSubmit={submit} noValidate className="flex flex-wrap items-start gap-3">
        <div className="min-w-48 flex-1 sm:max-w-sm">
          <TextField name="name" label={words[noun]} help={words.keyHelp} maxLength={200} problem={faults.at('name') ?? faults.rest} />
        </div>
        <Button type="submit" look="solid" className="min-h-10 max-sm:w-full sm:mt-6.25" disabled={adding.isBusy}>
          {noun === 'show' ? words.showButton : words.campaignButton}
        </Button>
      </form>
      {adding.question}
      <p className="text-small text-muted">
        <Link to={paths.campaigns} className={LINK}>
          {words.toCampaigns}
        </Link>{' '}
        ·{' '}
        <Link to={paths.shows} className={LINK}>
          {words.toShows}
        </Link>
      </p>
    </>
  );
}
