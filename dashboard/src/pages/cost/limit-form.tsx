import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { type Limit, putLimit } from '../../limits-api.ts';
import { limitTexts as words } from '../../texts-limits.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { type Typed, typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { metersQuery } from './usage-queries.ts';

const PERIODS = (['month', 'day'] as const).map((value) => [value, words.periodChoices[value]] as const);
const ENTITIES = (['tenant', 'campaign', 'feature'] as const).map((value) => [value, words.entities[value]] as const);
const FIELDS = ['key', 'meter', 'period', 'entity', 'soft', 'hard', 'gracePercent'];

function entityOf(typed: Typed, of: Limit | undefined) {
  if (of) return of.entity.type === 'tenant' ? { type: 'tenant' as const } : { type: of.entity.type, key: of.entity.key ?? '' };
  const type = ENTITIES.map(([value]) => value).find((value) => value === typed.text('type')) ?? 'tenant';
  return type === 'tenant' ? { type } : { type, key: typed.text('entity') ?? '' };
}

function send(form: HTMLFormElement, of: Limit | undefined): Promise<Limit> {
  const typed = typedIn(form);
  const gracePercent = typed.count('gracePercent') ?? 0;
  typed.settle();
  const amount = (name: string) => typed.text(name)?.replaceAll(',', '') ?? null;
  const body = {
    meter: of?.meter ?? typed.text('meter') ?? '',
    period: of?.period ?? (typed.text('period') === 'day' ? 'day' : 'month'),
    entity: entityOf(typed, of),
    soft: amount('soft'),
    hard: amount('hard'),
    gracePercent,
    graceUntil: of?.graceUntil ?? null,
  } as const;
  return putLimit(of?.key ?? typed.text('key') ?? '', body);
}

/** What a limit counts: chosen when it is new, and fixed from then on. */
function WhatItCounts({ at }: { at: (field: string) => string | undefined }) {
  const { data } = useQuery(metersQuery);
  const [type, choose] = useState<string>('tenant');
  const meters = (data?.items ?? []).filter(({ aggregation }) => aggregation === 'sum' || aggregation === 'count');
  return (
    <>
      <TextField name="key" label={words.key} help={words.keyHelp} required maxLength={100} problem={at('key')} />
      <SelectField
        name="meter"
        label={words.meter}
        help={words.meterHelp}
        options={meters.map(({ key, unit }) => [key, `${key} (${unit})`] as const)}
        problem={at('meter')}
      />
      <SelectField name="period" label={words.period} options={PERIODS} problem={at('period')} />
      <SelectField
        name="type"
        label={words.entity}
        options={ENTITIES}
        value={type}
        onChange={(event) => choose(event.currentTarget.value)}
        problem={type === 'tenant' ? at('entity') : undefined}
      />
      {type !== 'tenant' && (
        <TextField
          name="entity"
          label={type === 'campaign' ? words.campaignKey : words.featureKey}
          help={type === 'campaign' ? undefined : words.featureHelp}
          required
          maxLength={200}
          problem={at('entity')}
        />
      )}
    </>
  );
}

/** A new limit, or where one of the tenant's stands. */
export function LimitForm({ of, onSaved }: { of?: Limit; onSaved: (limit: Limit) => void }) {
  const change = useSensitiveChange((form: HTMLFormElement) => send(form, of), onSaved);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {!of && <WhatItCounts at={faults.at} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="soft"
          label={words.softField}
          help={words.softHelp}
          optional={words.optional}
          inputMode="decimal"
          defaultValue={of?.soft ?? ''}
          problem={faults.at('soft')}
        />
        <TextField
          name="hard"
          label={words.hardField}
          help={words.hardHelp}
          optional={words.optional}
          inputMode="decimal"
          defaultValue={of?.hard ?? ''}
          problem={faults.at('hard')}
        />
      </div>
      <TextField
        name="gracePercent"
        label={words.gracePercent}
        help={words.gracePercentHelp}
        optional={words.optional}
        inputMode="numeric"
        defaultValue={of && of.gracePercent > 0 ? String(of.gracePercent) : ''}
        problem={faults.at('gracePercent')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
