import { type SubmitEvent, useState } from 'react';
import { type Budget, type BudgetTerms, putBudget } from '../../budgets-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { budgetTexts } from '../../texts-budgets.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { keyOf, type Typed, typedIn } from '../../ui/typed.ts';
import { currencyChoices } from '../catalog/currencies.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { ScopeKeyField } from './scope-key-field.tsx';

const words = budgetTexts.form;
const FIELDS = [
  'key',
  'name',
  'type',
  'scopeKey',
  'counts',
  'period',
  'startsOn',
  'endsOn',
  'currency',
  'amount',
  'actual',
  'amounts',
  'forecast',
  'anomaly',
];
const SCOPES = ['tenant', 'feature', 'campaign', 'advertiser'] as const;
const PERIODS = ['monthly', 'quarterly', 'flight'] as const;
const COUNTED = ['cost', 'spend'] as const;

/** The parts of the scope and of the thresholds stand in the form by themselves. */
const placeOf = (pointer: string) =>
  pointer
    .replace(/^\/scope\/type$/, '/type')
    .replace(/^\/scope(\/key)?$/, '/scopeKey')
    .replace(/^\/thresholds\//, '/');

const chosenOf = <Value extends string>(all: readonly Value[], text: string | null, other: Value) =>
  all.find((one) => one === text) ?? other;

const listed = (typed: Typed, name: string) =>
  (typed.text(name) ?? '')
    .split(',')
    .map((one) => one.replace('%', '').trim())
    .filter((one) => one !== '');

/** Whole percentages; what is none goes to the API as it is not a number, so that the field says so. */
function percentsOf(typed: Typed, name: string): number[] {
  const all = listed(typed, name);
  if (all.some((one) => !/^\d+$/.test(one))) typed.refuse(name, 'must be whole numbers, such as 50, 80, 100');
  return all.map(Number);
}

function termsOf(typed: Typed): BudgetTerms {
  const type = chosenOf(SCOPES, typed.text('type'), 'tenant');
  const counts = chosenOf(COUNTED, typed.text('counts'), 'cost');
  const isCost = counts === 'cost';
  return {
    name: typed.text('name') ?? '',
    scope: { type, key: type === 'tenant' ? null : typed.text('scopeKey') },
    counts,
    period: chosenOf(PERIODS, typed.text('period'), 'monthly'),
    startsOn: typed.text('startsOn'),
    endsOn: typed.text('endsOn'),
    currency: typed.text('currency') ?? '',
    amount: (typed.text('amount') ?? '').replaceAll(',', ''),
    thresholds: {
      actual: percentsOf(typed, 'actual'),
      amounts: listed(typed, 'amounts'),
      forecast: isCost ? percentsOf(typed, 'forecast') : [],
      anomaly: isCost && typed.text('anomaly') === 'yes',
    },
  };
}

async function save(form: HTMLFormElement, budget: Budget | undefined): Promise<Budget> {
  const typed = typedIn(form);
  const terms = termsOf(typed);
  typed.settle();
  return putBudget(budget?.key ?? typed.text('key') ?? keyOf(terms.name), terms);
}

interface Part {
  budget: Budget | undefined;
  faults: Faults;
}

function ScopeFields({
  budget,
  faults,
  counts,
  onCounts,
}: Part & { counts: Budget['counts']; onCounts: (counts: Budget['counts']) => void }) {
  const [type, choose] = useState<Budget['scope']['type']>(budget?.scope.type ?? 'tenant');
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField
          name="type"
          label={words.scope}
          options={SCOPES.map((one) => [one, words.scopes[one]] as const)}
          value={type}
          onChange={({ target }) => choose(chosenOf(SCOPES, target.value, 'tenant'))}
          problem={faults.at('type')}
        />
        {type !== 'tenant' && (
          <ScopeKeyField type={type} value={budget?.scope.type === type ? (budget.scope.key ?? '') : ''} problem={faults.at('scopeKey')} />
        )}
      </div>
      <SelectField
        name="counts"
        label={words.counts}
        options={COUNTED.map((one) => [one, words.countings[one]] as const)}
        value={counts}
        onChange={({ target }) => onCounts(chosenOf(COUNTED, target.value, 'cost'))}
        problem={faults.at('counts')}
      />
    </>
  );
}

function LimitFields({ budget, faults }: Part) {
  const [period, choose] = useState<Budget['period']>(budget?.period ?? 'monthly');
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <TextField name="amount" inputMode="decimal" label={words.amount} defaultValue={budget?.amount ?? ''} problem={faults.at('amount')} />
      <SelectField
        name="currency"
        label={words.currency}
        options={currencyChoices(budget?.currency ?? 'USD')}
        defaultValue={budget?.currency ?? 'USD'}
        problem={faults.at('currency')}
      />
      <SelectField
        name="period"
        label={words.period}
        options={PERIODS.map((one) => [one, words.periods[one]] as const)}
        value={period}
        onChange={({ target }) => choose(chosenOf(PERIODS, target.value, 'monthly'))}
        problem={faults.at('period')}
      />
      {period === 'flight' && (
        <div className="grid items-start gap-4 sm:col-span-2 sm:grid-cols-2">
          <TextField
            type="date"
            name="startsOn"
            label={words.startsOn}
            defaultValue={budget?.startsOn ?? ''}
            problem={faults.at('startsOn')}
          />
          <TextField type="date" name="endsOn" label={words.endsOn} defaultValue={budget?.endsOn ?? ''} problem={faults.at('endsOn')} />
        </div>
      )}
    </div>
  );
}

function ThresholdFields({ budget, faults, counts }: Part & { counts: Budget['counts'] }) {
  const { actual = [50, 80, 100, 120], amounts = [], forecast = [100], anomaly = true } = budget?.thresholds ?? {};
  return (
    <>
      <TextField
        name="actual"
        label={words.actual}
        help={words.actualHelp}
        optional={words.optional}
        defaultValue={actual.join(', ')}
        problem={faults.at('actual')}
      />
      <TextField
        name="amounts"
        label={words.amounts}
        optional={words.optional}
        defaultValue={amounts.join(', ')}
        problem={faults.at('amounts')}
      />
      {counts === 'cost' && (
        <>
          <TextField
            name="forecast"
            label={words.forecast}
            help={words.forecastHelp}
            optional={words.optional}
            defaultValue={forecast.join(', ')}
            problem={faults.at('forecast')}
          />
          <SelectField
            name="anomaly"
            label={words.anomaly}
            options={(['yes', 'no'] as const).map((one) => [one, words.anomalies[one]] as const)}
            defaultValue={anomaly ? 'yes' : 'no'}
            problem={faults.at('anomaly')}
          />
        </>
      )}
    </>
  );
}

/** A new budget, or other terms of one. */
export function BudgetForm({ budget, onSaved }: { budget?: Budget; onSaved: (budget: Budget) => void }) {
  const [counts, count] = useState<Budget['counts']>(budget?.counts ?? 'cost');
  const change = useSensitiveChange((form: HTMLFormElement) => save(form, budget), onSaved);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const part = { budget, faults };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="name"
        label={words.name}
        help={words.nameHelp}
        required
        maxLength={200}
        defaultValue={budget?.name ?? ''}
        problem={faults.at('name')}
      />
      {budget === undefined && (
        <TextField name="key" label={words.key} help={words.keyHelp} optional={words.optional} maxLength={100} problem={faults.at('key')} />
      )}
      <ScopeFields {...part} counts={counts} onCounts={count} />
      <LimitFields {...part} />
      <ThresholdFields {...part} counts={counts} />
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
