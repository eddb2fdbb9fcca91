import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { createPrediction, type NewPrediction, type Prediction, type PredictionKind } from '../../predictions-api.ts';
import { sessionQuery } from '../../queries.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { predictionTexts as words } from '../../texts-predictions.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';

const KINDS = ['campaign_outcome', 'episode_downloads', 'campaign_pacing'] as const satisfies readonly PredictionKind[];
const ORIGINS = ['catalogue', 'plan'] as const;
type Origin = (typeof ORIGINS)[number];
const FIELDS = ['campaign', 'episode', 'show', 'impressions', 'spend'];

/** What is wrong with the placement of a plan is wrong with the field that it came from. */
const placeOf = (pointer: string) => pointer.replace(/^\/placements\/0\//, '/').replace(/^\/spendMinor/, '/spend');

/** What is asked for, as far as the form can tell. */
function askedIn(form: HTMLFormElement, kind: PredictionKind, origin: Origin, currency: string | null): NewPrediction {
  const typed = typedIn(form);
  const text = (name: string) => typed.text(name) ?? '';
  if (kind === 'episode_downloads') return { kind, episode: text('episode') };
  if (kind === 'campaign_pacing' || origin === 'catalogue') return { kind, campaign: text('campaign') };
  const [impressions, spendMinor] = [typed.count('impressions'), typed.money('spend', currency)];
  typed.settle();
  return { kind, placements: [{ show: text('show'), impressions: impressions ?? 0, spendMinor }] };
}

function PlanFields({ at }: { at: (name: string) => string | undefined }) {
  return (
    <>
      <TextField name="show" label={words.show} help={words.showHelp} maxLength={200} spellCheck={false} problem={at('show')} />
      <TextField name="impressions" label={words.impressions} inputMode="numeric" maxLength={20} problem={at('impressions')} />
      <TextField
        name="spend"
        label={words.spend}
        optional={catalogTexts.optional}
        help={words.spendHelp}
        inputMode="decimal"
        maxLength={20}
        problem={at('spend')}
      />
    </>
  );
}

/** Asks for a prediction, which is made before the form closes. */
export function PredictionForm({ campaign, onMade }: { campaign?: string; onMade: (prediction: Prediction) => void }) {
  const { data: session } = useQuery(sessionQuery);
  const [kind, chooseKind] = useState<PredictionKind>('campaign_outcome');
  const [origin, chooseOrigin] = useState<Origin>('catalogue');
  const currency = session?.tenant?.currency ?? null;
  const make = async (form: HTMLFormElement) => createPrediction(askedIn(form, kind, origin, currency));
  const change = useSensitiveChange(make, onMade);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const isPlan = kind === 'campaign_outcome' && origin === 'plan';
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        label={words.kind}
        options={KINDS.map((one) => [one, words.kinds[one]] as const)}
        value={kind}
        onChange={({ target }) => chooseKind(KINDS.find((one) => one === target.value) ?? kind)}
      />
      {kind === 'campaign_outcome' && (
        <SelectField
          label={words.from}
          options={ORIGINS.map((one) => [one, words.choices[one]] as const)}
          value={origin}
          onChange={({ target }) => chooseOrigin(ORIGINS.find((one) => one === target.value) ?? origin)}
        />
      )}
      {isPlan && <PlanFields at={(name) => faults.at(name)} />}
      {kind !== 'episode_downloads' && !isPlan && (
        <TextField
          name="campaign"
          label={words.campaign}
          help={words.campaignHelp}
          defaultValue={campaign}
          maxLength={200}
          spellCheck={false}
          problem={faults.at('campaign')}
        />
      )}
      {kind === 'episode_downloads' && (
        <TextField
          name="episode"
          label={words.episode}
          help={words.episodeHelp}
          maxLength={200}
          spellCheck={false}
          problem={faults.at('episode')}
        />
      )}
      {change.isBusy && (
        <p role="status" className="text-small text-muted">
          {words.working}
        </p>
      )}
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
