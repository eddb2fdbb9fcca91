import { type SubmitEvent, useState } from 'react';
import type { MeterPrices, NewPrice } from '../../bill-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { priceTexts as words } from '../../texts-bill.ts';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { readTiers, tierLines } from './price-words.ts';

const MODES = ['graduated', 'volume'] as const;
const OPTIONS = MODES.map((value) => [value, words.modeChoices[value]] as const);

function priceIn(form: HTMLFormElement): NewPrice {
  const typed = typedIn(form);
  const tiers = readTiers(typed.text('tiers') ?? '');
  if (tiers === undefined) typed.refuse('tiers', words.tierFault);
  typed.settle();
  return {
    currency: typed.text('currency') ?? '',
    unitQuantity: typed.text('unitQuantity') ?? '1',
    included: typed.text('included') ?? '0',
    mode: MODES.find((one) => one === typed.text('mode')) ?? 'graduated',
    tiers: tiers ?? [],
    validFrom: typed.text('validFrom') ?? undefined,
  };
}

interface PriceFormProps {
  of: MeterPrices;
  /** Sets a price of a meter. */
  put: (meter: string, price: NewPrice) => Promise<MeterPrices>;
  onSet: (prices: MeterPrices) => void;
  /** Said above the fields. */
  lead?: string;
}

/** What a meter costs from a day on. */
export function PriceForm({ of: { meter, unit, price }, put, onSet, lead }: PriceFormProps) {
  const [mode, choose] = useState<string>(price?.mode ?? 'graduated');
  const change = useSensitiveChange(async (form: HTMLFormElement) => put(meter, priceIn(form)), onSet);
  const faults = faultsOf(change.error, ['tiers', 'currency', 'unitQuantity', 'included', 'mode', 'validFrom']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {lead !== undefined && <p className="text-muted">{lead}</p>}
      <TextArea
        name="tiers"
        label={words.tiers}
        help={words.tiersHelp}
        rows={3}
        defaultValue={tierLines(price?.tiers ?? [])}
        problem={faults.at('tiers')}
      />
      <TextField
        name="currency"
        label={words.currency}
        required
        maxLength={3}
        defaultValue={price?.currency ?? ''}
        problem={faults.at('currency')}
      />
      <TextField
        name="unitQuantity"
        label={words.unitQuantity}
        help={words.unitQuantityHelp(unit)}
        inputMode="decimal"
        defaultValue={price?.unitQuantity ?? '1'}
        problem={faults.at('unitQuantity')}
      />
      <TextField
        name="included"
        label={words.included}
        inputMode="decimal"
        defaultValue={price?.included ?? '0'}
        problem={faults.at('included')}
      />
      <SelectField
        name="mode"
        label={words.mode}
        options={OPTIONS}
        value={mode}
        onChange={(event) => choose(event.currentTarget.value)}
        problem={faults.at('mode')}
      />
      <TextField
        name="validFrom"
        type="date"
        label={words.validFrom}
        help={words.validFromHelp}
        optional={words.optional}
        problem={faults.at('validFrom')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
