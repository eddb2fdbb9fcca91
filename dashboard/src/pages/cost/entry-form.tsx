import { type SubmitEvent, useState } from 'react';
import { type CostEntry, createEntry } from '../../bill-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { billTexts as words } from '../../texts-bill.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';

const KINDS = ['purchase', 'credit', 'tax'] as const;
const OPTIONS = KINDS.map((value) => [value, words.kinds[value]] as const);

function send(form: HTMLFormElement): Promise<CostEntry> {
  const typed = typedIn(form);
  return createEntry({
    kind: KINDS.find((one) => one === typed.text('kind')) ?? 'purchase',
    day: typed.text('day') ?? '',
    currency: typed.text('currency') ?? '',
    amount: typed.text('amount') ?? '',
    note: typed.text('note') ?? '',
    campaign: typed.text('campaign') ?? undefined,
  });
}

/** A purchase, a credit or a tax to be booked. */
export function EntryForm({ today, onBooked }: { today: string; onBooked: (entry: CostEntry) => void }) {
  const [kind, choose] = useState<string>('purchase');
  const change = useSensitiveChange(send, onBooked);
  const faults = faultsOf(change.error, ['kind', 'day', 'currency', 'amount', 'note', 'campaign']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        name="kind"
        label={words.kind}
        options={OPTIONS}
        value={kind}
        onChange={(event) => choose(event.currentTarget.value)}
        problem={faults.at('kind')}
      />
      <TextField name="day" type="date" label={words.bookDay} required defaultValue={today} problem={faults.at('day')} />
      <TextField
        name="amount"
        label={words.amountField}
        help={words.amountHelp}
        required
        inputMode="decimal"
        problem={faults.at('amount')}
      />
      <TextField name="currency" label={words.currency} help={words.currencyHelp} required maxLength={3} problem={faults.at('currency')} />
      <TextField name="note" label={words.note} help={words.noteHelp} required maxLength={200} problem={faults.at('note')} />
      <TextField
        name="campaign"
        label={words.campaign}
        optional={words.optional}
        help={words.campaignHelp}
        problem={faults.at('campaign')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
