import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { useModelChoices } from '../../components/models.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { formatCount } from '../../format.ts';
import { sessionQuery } from '../../queries.ts';
import { putTenantSettings, type TenantSettings } from '../../tenant-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Panel } from '../../ui/panel.tsx';
import { CheckField } from './check-field.tsx';
import { currencyOptions, EVIDENCE_OPTIONS, evidenceOf, timeZoneOptions, WINDOW_OPTIONS, windowOf } from './general-choices.ts';
import { Said } from './said.tsx';
import { tenantSettingsQuery } from './tenant-queries.ts';

const words = tenantTexts.general;
const FIELDS = [
  'defaultModel',
  'lookbackDays',
  'halfLifeDays',
  'minEvidence',
  'currency',
  'downloadWindow',
  'timeZone',
  'retentionDays',
  'addressDays',
  'consentUnknown',
  'mfaRequired',
];

/** A number as it was typed; nothing typed is not a number, and the API says so. */
const numberOf = (text: string) => (text === '' ? Number.NaN : Number(text));

/** A form's choices as the API takes them. */
function settingsOf(form: HTMLFormElement): TenantSettings {
  const retention = fieldText(form, 'retentionDays');
  return {
    timeZone: fieldText(form, 'timeZone'),
    currency: fieldText(form, 'currency') || null,
    lookbackDays: numberOf(fieldText(form, 'lookbackDays')),
    halfLifeDays: numberOf(fieldText(form, 'halfLifeDays')),
    defaultModel: fieldText(form, 'defaultModel') || null,
    minEvidence: evidenceOf(fieldText(form, 'minEvidence')) ?? 'household_ip',
    retentionDays: retention === '' ? null : numberOf(retention),
    downloadWindow: windowOf(fieldText(form, 'downloadWindow')) ?? 'calendar_day',
    addressDays: numberOf(fieldText(form, 'addressDays')),
    consentUnknown: fieldText(form, 'consentUnknown') === 'drop' ? 'drop' : 'keep',
    mfaRequired: fieldText(form, 'mfaRequired') !== '',
  };
}

/** What a change takes away from somebody, in sentences; empty for one that can be undone. */
function consequences(before: TenantSettings, after: TenantSettings): string[] {
  const { retentionDays } = after;
  const isShorter = retentionDays !== null && retentionDays < (before.retentionDays ?? Infinity);
  return [
    ...(isShorter ? [words.askRetention(formatCount(retentionDays))] : []),
    ...(after.mfaRequired && !before.mfaRequired ? [words.askMfa] : []),
  ];
}

const GRID = 'grid gap-x-6 gap-y-5 px-4 pb-5 sm:px-5 lg:grid-cols-2';

function ReportFields({ settings, faults }: { settings: TenantSettings; faults: Faults }) {
  const models = useModelChoices(settings.defaultModel);
  return (
    <Panel id="reports" title={words.reports}>
      <p className="-mt-1 max-w-3xl px-4 pb-5 text-muted sm:px-5">{words.reportsLead}</p>
      <div className={GRID}>
        {/* Drawn anew once the choices are there, so that the present one is chosen. */}
        <SelectField
          key={models.length}
          name="defaultModel"
          label={words.model}
          help={words.modelHelp}
          options={[['', words.modelOwn], ...models]}
          defaultValue={settings.defaultModel ?? ''}
          problem={faults.at('defaultModel')}
        />
        <TextField
          name="lookbackDays"
          inputMode="numeric"
          label={words.lookback}
          help={words.lookbackHelp}
          defaultValue={settings.lookbackDays}
          problem={faults.at('lookbackDays')}
          className="max-w-40"
        />
        <TextField
          name="halfLifeDays"
          inputMode="decimal"
          label={words.halfLife}
          help={words.halfLifeHelp}
          defaultValue={settings.halfLifeDays}
          problem={faults.at('halfLifeDays')}
          className="max-w-40"
        />
        <SelectField
          name="minEvidence"
          label={words.evidence}
          help={words.evidenceHelp}
          options={EVIDENCE_OPTIONS}
          defaultValue={settings.minEvidence}
          problem={faults.at('minEvidence')}
        />
        <SelectField
          name="currency"
          label={words.currency}
          help={words.currencyHelp}
          options={currencyOptions(settings.currency)}
          defaultValue={settings.currency ?? ''}
          problem={faults.at('currency')}
        />
        <SelectField
          name="downloadWindow"
          label={words.window}
          help={words.windowHelp}
          options={WINDOW_OPTIONS}
          defaultValue={settings.downloadWindow}
          problem={faults.at('downloadWindow')}
        />
      </div>
    </Panel>
  );
}

function RestFields({ settings, faults }: { settings: TenantSettings; faults: Faults }) {
  return (
    <Panel id="rest" title={words.rest}>
      <div className={GRID}>
        <SelectField
          name="timeZone"
          label={words.timeZone}
          help={words.timeZoneHelp}
          options={timeZoneOptions(settings.timeZone)}
          defaultValue={settings.timeZone}
          problem={faults.at('timeZone')}
        />
        <TextField
          name="retentionDays"
          inputMode="numeric"
          label={words.retention}
          optional={settingsTexts.optional}
          help={words.retentionHelp}
          defaultValue={settings.retentionDays ?? ''}
          problem={faults.at('retentionDays')}
          className="max-w-40"
        />
        <TextField
          name="addressDays"
          inputMode="numeric"
          label={words.addresses}
          help={words.addressesHelp}
          defaultValue={settings.addressDays}
          problem={faults.at('addressDays')}
          className="max-w-40"
        />
        <div className="-mx-2 lg:col-span-2">
          <CheckField
            name="consentUnknown"
            value="drop"
            label={words.consent}
            help={words.consentHelp}
            defaultChecked={settings.consentUnknown === 'drop'}
          />
          <CheckField name="mfaRequired" value="yes" label={words.mfa} help={words.mfaHelp} defaultChecked={settings.mfaRequired} />
        </div>
      </div>
    </Panel>
  );
}

function Lead({ sentences }: { sentences: readonly string[] }): ReactNode {
  return sentences.map((sentence) => (
    <span key={sentence} className="mt-2 block">
      {sentence}
    </span>
  ));
}

/** Leads to the first field that is faulty, once a question that stood above the form has given the focus back. */
function useFirstFault(error: Error | undefined) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!error) return undefined;
    const timer = setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
    return () => clearTimeout(timer);
  }, [error]);
  return form;
}

/** What a tenant has settled for itself, to be changed; it asks first where somebody loses something by it. */
export function GeneralForm({ id, settings }: { id: string; settings: TenantSettings }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const [asked, ask] = useState<TenantSettings>();
  const [said, say] = useState('');
  const follow = async () => {
    await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    await queryClient.invalidateQueries({ queryKey: ['figures'] });
    await router.invalidate();
  };
  const save = useSensitiveChange<TenantSettings, TenantSettings>(
    (changed) => putTenantSettings(id, changed),
    (saved) => {
      ask(undefined);
      queryClient.setQueryData(tenantSettingsQuery(id).queryKey, saved);
      say(words.saved);
      void follow();
    },
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    say('');
    save.forget();
    const changed = settingsOf(event.currentTarget);
    const isHarmless = consequences(settings, changed).length === 0;
    ask(isHarmless ? undefined : changed);
    if (isHarmless) save.start(changed);
  };
  const close = () => {
    ask(undefined);
    save.forget();
  };
  const faults = faultsOf(save.error, FIELDS);
  const form = useFirstFault(save.error);
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
      <ReportFields settings={settings} faults={faults} />
      <RestFields settings={settings} faults={faults} />
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" look="solid" className="min-h-10" disabled={save.isBusy}>
          {words.save}
        </Button>
        <Said text={said} />
        <FormProblem error={save.error} rest={faults.rest} />
      </div>
      <Confirm
        title={words.askTitle}
        lead={<Lead sentences={asked ? consequences(settings, asked) : []} />}
        action={words.askAction}
        isOpen={asked !== undefined && !save.isAsking && save.error === undefined}
        isBusy={save.isBusy}
        onConfirm={() => asked && save.start(asked)}
        onClose={close}
      />
      {save.question}
    </form>
  );
}
