import { type SubmitEvent, useState } from 'react';
import { type AiProvider, type AiProviderDetails, putAiProvider } from '../../ai-providers-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { aiProviderTexts as words } from '../../texts-ai-providers.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldLines, typedText } from '../../ui/form.ts';
import { type Typed, typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { CheckField } from '../tenants/check-field.tsx';
import { audioModelOf, lineOfAudio, lineOfText, textModelOf } from './provider-models.ts';

type Kind = AiProvider['kind'];
type Account = AiProvider['account'];

const TASKS = ['ad_reads', 'ad_scan'] as const satisfies AiProvider['transcriptTasks'];
const KINDS = ['openai', 'anthropic', 'openai_compatible'] as const satisfies readonly Kind[];
const FIELDS = ['key', 'kind', 'account', 'apiKey', 'baseUrl', 'models', 'audioModels', 'position', 'monthlyCapCents'];

/** What each line of a field says of a model; a line that cannot be read is refused. */
function modelsIn<Model>(form: HTMLFormElement, typed: Typed, name: string, read: readonly [(line: string) => Model | undefined, string]) {
  const [modelOf, problem] = read;
  return fieldLines(form, name).flatMap((line) => {
    const model = modelOf(line);
    if (model === undefined) typed.refuse(name, problem);
    return model ?? [];
  });
}

function detailsOf(form: HTMLFormElement, typed: Typed, { kind, account }: { kind: Kind; account: Account }): AiProviderDetails {
  const apiKey = typedText(form, 'apiKey').trim();
  const isOwn = account === 'own';
  return {
    kind,
    account,
    ...(isOwn && apiKey !== '' ? { apiKey } : {}),
    baseUrl: isOwn ? typed.text('baseUrl') : null,
    models: modelsIn(form, typed, 'models', [textModelOf, words.badModel]),
    audioModels: kind === 'anthropic' ? [] : modelsIn(form, typed, 'audioModels', [audioModelOf, words.badAudioModel]),
    position: typed.count('position') ?? 0,
    monthlyCapCents: typed.money('monthlyCapCents', 'USD'),
    transcriptTasks: TASKS.filter((task) => new FormData(form).getAll('transcriptTasks').includes(task)),
    isEnabled: new FormData(form).has('isEnabled'),
  };
}

function OwnAccount({ provider, faults }: { provider: AiProvider | undefined; faults: Faults }) {
  return (
    <>
      <TextField
        name="apiKey"
        type="password"
        label={words.apiKey}
        help={provider?.hasKey === true ? words.apiKeyKept : words.apiKeyHelp}
        problem={faults.at('apiKey')}
      />
      <TextField
        name="baseUrl"
        type="url"
        label={words.baseUrl}
        optional={catalogTexts.optional}
        help={words.baseUrlHelp}
        maxLength={500}
        className="font-mono"
        defaultValue={provider?.baseUrl ?? ''}
        problem={faults.at('baseUrl')}
      />
    </>
  );
}

function Limits({ provider, faults }: { provider: AiProvider | undefined; faults: Faults }) {
  const cap = provider?.monthlyCapCents ?? null;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          name="monthlyCapCents"
          inputMode="decimal"
          label={words.cap}
          optional={catalogTexts.optional}
          help={words.capHelp}
          defaultValue={cap === null ? '' : (cap / 100).toFixed(2)}
          problem={faults.at('monthlyCapCents')}
        />
        <TextField
          name="position"
          inputMode="numeric"
          label={words.position}
          help={words.positionHelp}
          defaultValue={provider?.position ?? 0}
          problem={faults.at('position')}
        />
      </div>
      <div className="-mx-2">
        {TASKS.map((task) => (
          <CheckField
            key={task}
            name="transcriptTasks"
            value={task}
            label={words.transcriptTasks[task]}
            help={words.transcriptTasksHelp[task]}
            defaultChecked={provider?.transcriptTasks.includes(task) ?? false}
          />
        ))}
        <CheckField name="isEnabled" label={words.isEnabled} defaultChecked={provider?.isEnabled ?? true} />
      </div>
    </>
  );
}

function Models({ provider, kind, faults }: { provider: AiProvider | undefined; kind: Kind; faults: Faults }) {
  return (
    <>
      <TextArea
        name="models"
        label={words.textModels}
        help={words.textModelsHelp}
        className="font-mono"
        defaultValue={provider?.models.map(lineOfText).join('\n')}
        problem={faults.at('models')}
      />
      {kind !== 'anthropic' && (
        <TextArea
          name="audioModels"
          rows={2}
          label={words.audioModels}
          optional={catalogTexts.optional}
          help={words.audioModelsHelp}
          className="font-mono"
          defaultValue={provider?.audioModels.map(lineOfAudio).join('\n')}
          problem={faults.at('audioModels')}
        />
      )}
    </>
  );
}

interface ProviderFormProps {
  /** What is to be changed; a new one without. */
  provider?: AiProvider;
  /** With which vendors the operator has accounts. */
  operatorAccounts: readonly Kind[];
  onSaved: (provider: AiProvider) => void;
}

/** Adds a provider of AI, or changes one. Its key is only ever sent, never shown. */
export function ProviderForm({ provider, operatorAccounts, onSaved }: ProviderFormProps) {
  const [kind, chooseKind] = useState<Kind>(provider?.kind ?? 'openai');
  const [chosen, chooseAccount] = useState<Account>(provider?.account ?? 'own');
  const hasChoice = operatorAccounts.includes(kind) || (provider?.account === 'operator' && kind !== 'openai_compatible');
  const account = hasChoice ? chosen : 'own';
  const change = useSensitiveChange(async (form: HTMLFormElement) => {
    const typed = typedIn(form);
    const details = detailsOf(form, typed, { kind, account });
    typed.settle();
    return putAiProvider(provider?.key ?? typed.text('key') ?? '', details);
  }, onSaved);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {!provider && (
        <TextField name="key" label={words.key} help={words.keyHelp} maxLength={63} spellCheck={false} problem={faults.at('key')} />
      )}
      <SelectField
        name="kind"
        label={words.kind}
        help={words.kindHelp}
        options={KINDS.map((one) => [one, words.kinds[one]] as const)}
        value={kind}
        onChange={({ target }) => chooseKind(KINDS.find((one) => one === target.value) ?? kind)}
        problem={faults.at('kind')}
      />
      {hasChoice && (
        <SelectField
          name="account"
          label={words.account}
          options={(['own', 'operator'] as const).map((one) => [one, words.accountChoices[one]] as const)}
          value={account}
          onChange={({ target }) => chooseAccount(target.value === 'operator' ? 'operator' : 'own')}
          problem={faults.at('account')}
        />
      )}
      {account === 'own' && <OwnAccount provider={provider} faults={faults} />}
      <Models provider={provider} kind={kind} faults={faults} />
      <Limits provider={provider} faults={faults} />
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
