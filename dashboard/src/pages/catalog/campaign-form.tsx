import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { type Campaign, type CampaignDetails, createCampaign, GOALS, putCampaign } from '../../catalog-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { useModelChoices } from '../../components/models.ts';
import { type Faults, faultsOf } from '../../faults.ts';
import { minorDigits } from '../../../../client/src/index.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { keyOf, type Typed, typedIn } from '../../ui/typed.ts';
import { advertisersQuery } from './catalog-queries.ts';
import { currencyChoices } from './currencies.ts';
import { FlightFields } from './flight.tsx';
import { FormEnd } from './form-end.tsx';
import { labelOf } from './named.tsx';

const words = catalogTexts.campaigns;
const FIELDS = ['key', 'name', 'advertiser', 'startsOn', 'endsOn', 'budgetMinor', 'spendMinor', 'currency', 'goal', 'defaultModel'];
const { optional } = catalogTexts;

/** An amount as it is typed. */
export function typedAmount(valueMinor: number | null | undefined, currency: string | null | undefined): string {
  if (valueMinor === null || valueMinor === undefined || !currency) return '';
  const digits = minorDigits(currency);
  return (valueMinor / 10 ** digits).toFixed(digits);
}

function goalOf(typed: Typed): CampaignDetails['goal'] {
  const kind = GOALS.find((one) => one === typed.text('goalKind'));
  const count = typed.count('goal');
  if (kind === undefined) return null;
  if (count === null) typed.refuse('goal', 'needs a number beside it');
  return { kind, count: count ?? 0 };
}

function detailsOf(typed: Typed): CampaignDetails {
  const currency = typed.text('currency');
  const details = {
    name: typed.text('name'),
    advertiser: typed.text('advertiser'),
    startsOn: typed.text('startsOn'),
    endsOn: typed.text('endsOn'),
    budgetMinor: typed.money('budgetMinor', currency),
    spendMinor: typed.money('spendMinor', currency),
    goal: goalOf(typed),
    defaultModel: typed.text('defaultModel'),
  };
  const hasAmount = details.budgetMinor !== null || details.spendMinor !== null;
  if (hasAmount && currency === null) typed.refuse('currency', 'is needed with an amount');
  return { ...details, currency: hasAmount ? currency : null };
}

async function save(form: HTMLFormElement, campaign: Campaign | undefined): Promise<Campaign> {
  const typed = typedIn(form);
  const details = detailsOf(typed);
  const key = campaign?.key ?? typed.text('key') ?? keyOf(details.name ?? null);
  if (key === '') typed.refuse('name', words.nameMissing);
  typed.settle();
  return campaign ? putCampaign(key, details) : createCampaign(key, details);
}

function MoneyFields({ campaign, faults }: { campaign: Campaign | undefined; faults: Faults }) {
  const currency = campaign?.currency ?? null;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <TextField
        name="budgetMinor"
        inputMode="decimal"
        label={words.budget}
        optional={optional}
        defaultValue={typedAmount(campaign?.budgetMinor, currency)}
        problem={faults.at('budgetMinor')}
      />
      <SelectField
        name="currency"
        label={catalogTexts.currency}
        options={currencyChoices(currency)}
        defaultValue={currency ?? ''}
        problem={faults.at('currency')}
      />
      <TextField
        name="spendMinor"
        inputMode="decimal"
        label={words.spend}
        optional={optional}
        help={words.spendHelp}
        defaultValue={typedAmount(campaign?.spendMinor, currency)}
        problem={faults.at('spendMinor')}
      />
    </div>
  );
}

function GoalFields({ campaign, faults }: { campaign: Campaign | undefined; faults: Faults }) {
  const goals = [['', words.noGoal], ...GOALS.map((goal) => [goal, words.goals[goal]] as const)] as const;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <SelectField name="goalKind" label={words.goal} options={goals} defaultValue={campaign?.goal?.kind ?? ''} />
      <TextField
        name="goal"
        inputMode="numeric"
        label={words.goalCount}
        optional={optional}
        defaultValue={campaign?.goal?.count ?? ''}
        problem={faults.at('goal')}
      />
    </div>
  );
}

function ModelField({ campaign, faults }: { campaign: Campaign | undefined; faults: Faults }) {
  const present = campaign?.defaultModel ?? null;
  const models = useModelChoices(present);
  return (
    <SelectField
      key={models.length}
      name="defaultModel"
      label={words.model}
      help={words.modelHelp}
      options={[['', words.modelOfTenant], ...models]}
      defaultValue={present ?? ''}
      problem={faults.at('defaultModel')}
    />
  );
}

/** Everything of a campaign, to be created or replaced. */
export function CampaignForm({ campaign, onSaved }: { campaign?: Campaign; onSaved: (campaign: Campaign) => void }) {
  const advertisers = useQuery(advertisersQuery).data ?? [];
  const change = useSensitiveChange((form: HTMLFormElement) => save(form, campaign), onSaved);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const present = campaign?.advertiser ?? '';
  const known = advertisers.map((advertiser) => [advertiser.key, labelOf(advertiser)] as const);
  const isKnown = present === '' || known.some(([key]) => key === present);
  const choices = [['', words.noAdvertiser] as const, ...known, ...(isKnown ? [] : [[present, present] as const])];
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} maxLength={200} defaultValue={campaign?.name ?? ''} problem={faults.at('name')} />
      {!campaign && (
        <TextField
          name="key"
          label={catalogTexts.key}
          optional={optional}
          help={catalogTexts.keyHelp}
          maxLength={200}
          spellCheck={false}
          problem={faults.at('key')}
        />
      )}
      {/* Drawn anew once the choices are there, so that the present one is chosen. */}
      <SelectField
        key={choices.length}
        name="advertiser"
        label={words.advertiser}
        options={choices}
        defaultValue={present}
        problem={faults.at('advertiser')}
      />
      <FlightFields days={campaign} problemAt={faults.at} />
      <MoneyFields campaign={campaign} faults={faults} />
      <GoalFields campaign={campaign} faults={faults} />
      <ModelField campaign={campaign} faults={faults} />
      <FormEnd change={change} rest={faults.rest} submit={campaign ? catalogTexts.save : words.submit} />
    </form>
  );
}
