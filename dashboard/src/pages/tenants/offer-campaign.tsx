import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { BREAKDOWNS, type CreatedShare, createShare, type NewShare } from '../../shares-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { campaignsQuery } from '../catalog/catalog-queries.ts';
import { CheckField } from './check-field.tsx';
import { fromNow } from './instants.ts';

const words = sharingTexts.offer;
const DAY_MS = 86_400_000;

/** A form's choices as the API takes them. */
function newShareOf(form: HTMLFormElement): NewShare {
  const chosen = new FormData(form);
  const breakdowns = chosen.getAll('breakdown');
  return {
    kind: fieldText(form, 'kind') === 'matching' ? 'matching' : 'report',
    campaign: fieldText(form, 'campaign'),
    partner: fieldText(form, 'partner'),
    breakdowns: BREAKDOWNS.filter((breakdown) => breakdowns.includes(breakdown)),
    showsValue: chosen.has('value'),
    showsSpend: chosen.has('spend'),
    minPeople: Number(fieldText(form, 'floor')),
    expiresAt: fromNow(Number(fieldText(form, 'end')) * DAY_MS),
    email: fieldText(form, 'email') || undefined,
  };
}

function ScopeFields() {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <fieldset>
        <legend className="font-medium">{words.breakdowns}</legend>
        <div className="-mx-2 mt-1">
          {BREAKDOWNS.map((breakdown) => (
            <CheckField
              key={breakdown}
              name="breakdown"
              value={breakdown}
              label={sharingTexts.breakdowns[breakdown]}
              defaultChecked={breakdown === 'show'}
            />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="font-medium">{words.shows}</legend>
        <div className="-mx-2 mt-1">
          <CheckField name="value" label={words.value} defaultChecked />
          <CheckField name="spend" label={words.spend} />
        </div>
      </fieldset>
    </div>
  );
}

interface Offering {
  onOffered: (share: CreatedShare, email: string | undefined) => void;
}

function OfferForm({ campaigns, onOffered }: Offering & { campaigns: readonly (readonly [key: string, name: string])[] }) {
  const offer = useSensitiveChange(createShare, (share, { email }) => onOffered(share, email));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    offer.start(newShareOf(event.currentTarget));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField name="campaign" label={sharingTexts.campaign} options={campaigns} />
      <TextField name="partner" label={words.partner} help={words.partnerHelp} maxLength={200} />
      <SelectField name="kind" label={words.kind} options={words.kinds} />
      <ScopeFields />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField name="floor" type="number" min={2} max={1000} defaultValue={10} label={words.floor} help={words.floorHelp} />
        <SelectField name="end" label={words.ends} options={words.endOptions} defaultValue="365" />
      </div>
      <TextField
        name="email"
        type="email"
        label={words.email}
        optional={settingsTexts.optional}
        help={words.emailHelp}
        autoCapitalize="none"
      />
      {offer.problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {offer.problem}
        </p>
      )}
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={offer.isBusy}>
        {words.submit}
      </Button>
      {offer.question}
    </form>
  );
}

/** The form, once it is known which campaigns there are. */
function OfferChoices({ onOffered }: Offering) {
  const campaigns = useQuery(campaignsQuery);
  if (campaigns.error) return <ListFailure error={campaigns.error} onRetry={() => void campaigns.refetch()} />;
  if (!campaigns.data) return <SkeletonLines count={5} label={texts.loading} />;
  if (campaigns.data.length === 0) return <p className="text-muted">{words.noCampaigns}</p>;
  const options = campaigns.data.map(({ key, name }) => [key, name === null ? key : `${name} (${key})`] as const);
  return <OfferForm campaigns={options} onOffered={onOffered} />;
}

/** A button that opens the form of an offer. */
export function OfferCampaign({ onOffered }: Offering) {
  const [isOpen, open] = useState(false);
  // Read ahead, so that the form is there when it opens and its first field takes the focus.
  useQuery(campaignsQuery);
  const offered = (share: CreatedShare, email: string | undefined) => {
    open(false);
    onOffered(share, email);
  };
  return (
    <>
      <Button look="solid" onClick={() => open(true)}>
        {words.open}
      </Button>
      <Dialog title={words.open} lead={words.lead} isOpen={isOpen} onClose={() => open(false)}>
        <OfferChoices onOffered={offered} />
      </Dialog>
    </>
  );
}
