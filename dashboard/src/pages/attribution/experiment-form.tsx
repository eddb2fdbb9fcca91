import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { CONVERSION_KINDS, DESIGNS, type Design, type Experiment, putExperiment } from '../../experiments-api.ts';
import { faultsOf } from '../../faults.ts';
import { texts } from '../../texts.ts';
import { experimentTexts as words } from '../../texts-experiments.ts';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { campaignsQuery, placementsQuery } from '../catalog/catalog-queries.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { labelOf } from '../catalog/named.tsx';
import { detailsOf, isBakedIn, isByListener } from './experiment-plan.ts';

const FIELDS = [
  'key',
  'design',
  'campaign',
  'placement',
  'conversionKind',
  'windowDays',
  'from',
  'to',
  'baseline',
  'effect',
  'participants',
  'arms',
  'blockDays',
  'washoutDays',
];

interface PartProps {
  design: Design;
  at: (field: string) => string | undefined;
}

/** What is to be expected, and what is to be found. */
function Expectation({ at }: PartProps) {
  return (
    <>
      <TextField name="baseline" label={words.baseline} help={words.baselineHelp} inputMode="decimal" problem={at('baseline')} />
      <TextField name="effect" label={words.effect} help={words.effectHelp} inputMode="decimal" problem={at('effect')} />
      <TextField name="participants" label={words.participants} inputMode="numeric" problem={at('participants')} />
    </>
  );
}

/** What a design needs beside that. */
function DesignFields({ design, at }: PartProps) {
  if (design === 'variants' || design === 'geo')
    return <TextArea name="arms" label={words.arms} help={words.armsHelp[design]} rows={4} problem={at('arms')} />;
  if (design !== 'switchback') return null;
  return (
    <>
      <TextField name="blockDays" label={words.blockDays} inputMode="numeric" problem={at('blockDays')} />
      <TextField name="washoutDays" label={words.washoutDays} inputMode="numeric" problem={at('washoutDays')} />
    </>
  );
}

/** What is tested: a campaign, or one of its placements. Where an ad server is to split the audience, ads it cannot split are marked. */
function Tested({ design, at }: PartProps) {
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const placements = useQuery(placementsQuery({})).data ?? [];
  const [campaign, choose] = useState('');
  const splits = isByListener(design);
  const nameOf = (one: (typeof campaigns)[number]) =>
    splits && isBakedIn(placements.filter((placement) => placement.campaign === one.key)) ? words.bakedIn(labelOf(one)) : labelOf(one);
  const own = placements.filter((placement) => placement.campaign === campaign);
  return (
    <>
      <SelectField
        name="campaign"
        label={words.campaign}
        options={[['', words.choose] as const, ...campaigns.map((one) => [one.key, nameOf(one)] as const)]}
        value={campaign}
        onChange={({ target }) => choose(target.value)}
        problem={at('campaign')}
      />
      {own.length > 0 && (
        <SelectField
          key={campaign}
          name="placement"
          label={words.placement}
          help={splits ? words.placementHelp : undefined}
          options={[['', words.allPlacements] as const, ...own.map((one) => [one.key, words.placementKinds[one.kind](one.key)] as const)]}
          problem={at('placement')}
        />
      )}
    </>
  );
}

/** The plan of an experiment. */
export function ExperimentForm({ onSaved }: { onSaved: (experiment: Experiment) => void }) {
  const [design, choose] = useState<Design>('audience_split');
  const change = useSensitiveChange(async (form: HTMLFormElement) => {
    const typed = typedIn(form);
    const details = detailsOf(design, typed);
    typed.settle();
    return putExperiment(typed.text('key') ?? '', details);
  }, onSaved);
  const faults = faultsOf(change.error, FIELDS);
  const { at } = faults;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="key" label={words.key} help={words.keyHelp} maxLength={200} spellCheck={false} problem={at('key')} />
      <SelectField
        name="design"
        label={words.design}
        help={words.designHelp[design]}
        options={DESIGNS.map((one) => [one, words.designs[one]] as const)}
        value={design}
        onChange={({ target }) => choose(DESIGNS.find((one) => one === target.value) ?? design)}
        problem={at('design')}
      />
      <Tested design={design} at={at} />
      <SelectField
        name="conversionKind"
        label={words.conversionKind}
        options={CONVERSION_KINDS.map((kind) => [kind, texts.kinds[kind]] as const)}
        defaultValue="purchase"
        problem={at('conversionKind')}
      />
      <TextField
        name="windowDays"
        label={words.windowDays}
        help={words.windowHelp}
        inputMode="numeric"
        defaultValue="30"
        problem={at('windowDays')}
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField name="from" type="date" label={words.from} problem={at('from')} />
        <TextField name="to" type="date" label={words.to} problem={at('to')} />
      </div>
      {isByListener(design) && <Expectation design={design} at={at} />}
      <DesignFields design={design} at={at} />
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
