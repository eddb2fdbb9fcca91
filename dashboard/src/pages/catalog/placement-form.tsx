import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import {
  createPlacement,
  type Placement,
  PLACEMENT_KINDS,
  type PlacementDetails,
  type PlacementKind,
  type PlacementWithPixels,
  POSITIONS,
  PRICE_BASES,
  putPlacement,
} from '../../catalog-api.ts';
import { ListFailure } from '../../components/failure.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { formatClock } from '../../format.ts';
import { texts } from '../../texts.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { keyOf, type Typed, typedIn } from '../../ui/typed.ts';
import { typedAmount } from './campaign-form.tsx';
import { showsQuery } from './catalog-queries.ts';
import { currencyChoices } from './currencies.ts';
import { FlightFields } from './flight.tsx';
import { FormEnd } from './form-end.tsx';
import { labelOf } from './named.tsx';

const words = catalogTexts.placements;
const FIELDS = [
  'key',
  'show',
  'episode',
  'position',
  'kind',
  'startSeconds',
  'endSeconds',
  'startsOn',
  'endsOn',
  'bookedImpressions',
  'amountMinor',
  'currency',
];
const OWN = 'own';
const { optional } = catalogTexts;

/** The fields of the price and of the place in the audio stand in the form by themselves. */
const placeOf = (pointer: string) => pointer.replace(/^\/(?:price|audio)\//, '/');

function priceOf(typed: Typed): PlacementDetails['price'] {
  const currency = typed.text('currency');
  const amountMinor = typed.money('amountMinor', currency);
  if (amountMinor === null) return null;
  if (currency === null) typed.refuse('currency', 'is needed with an amount');
  return { basis: PRICE_BASES.find((basis) => basis === typed.text('basis')) ?? 'cpm', amountMinor, currency: currency ?? '' };
}

function audioOf(typed: Typed): PlacementDetails['audio'] {
  const [startSeconds, endSeconds] = [typed.seconds('startSeconds'), typed.seconds('endSeconds')];
  if (startSeconds === null && endSeconds === null) return null;
  if (startSeconds === null) typed.refuse('startSeconds', 'is needed with an end');
  if (endSeconds === null) typed.refuse('endSeconds', 'is needed with a start');
  return { startSeconds: startSeconds ?? 0, endSeconds: endSeconds ?? 0 };
}

async function save(form: HTMLFormElement, campaign: string, placement: Placement | undefined): Promise<PlacementWithPixels> {
  const typed = typedIn(form);
  const position = typed.text('position') === OWN ? typed.text('ownPosition') : typed.text('position');
  if (position === null) typed.refuse('position', 'must be named');
  const show = typed.text('show') ?? '';
  const kind = PLACEMENT_KINDS.find((one) => one === typed.text('kind')) ?? 'dynamic';
  const details = {
    campaign,
    show,
    episode: typed.text('episode'),
    position: position ?? '',
    kind,
    audio: kind === 'baked_in' ? audioOf(typed) : null,
    startsOn: typed.text('startsOn'),
    endsOn: typed.text('endsOn'),
    bookedImpressions: typed.count('bookedImpressions'),
    price: priceOf(typed),
  };
  typed.settle();
  if (placement) return putPlacement(placement.key, details);
  return createPlacement(typed.text('key') ?? keyOf(campaign, show, position), details);
}

function PositionFields({ placement, faults }: { placement: Placement | undefined; faults: Faults }) {
  const present = placement?.position ?? 'mid_roll';
  const isOwn = !POSITIONS.some((one) => one === present);
  const [chosen, choose] = useState(isOwn ? OWN : present);
  const choices = [...POSITIONS.map((one) => [one, words.positions[one]] as const), [OWN, words.ownPosition] as const];
  const problem = faults.at('position');
  return (
    <>
      <SelectField
        name="position"
        label={words.position}
        options={choices}
        value={chosen}
        onChange={({ target }) => choose(target.value)}
        problem={chosen === OWN ? undefined : problem}
      />
      {chosen === OWN && (
        <TextField name="ownPosition" label={words.ownPositionName} maxLength={100} defaultValue={isOwn ? present : ''} problem={problem} />
      )}
    </>
  );
}

function KindFields({ placement, faults }: { placement: Placement | undefined; faults: Faults }) {
  const [kind, choose] = useState<PlacementKind>(placement?.kind ?? 'dynamic');
  const second = (seconds: number | undefined) => (seconds === undefined ? '' : formatClock(seconds));
  return (
    <>
      <SelectField
        name="kind"
        label={words.kind}
        help={words.kindHelp[kind]}
        options={PLACEMENT_KINDS.map((one) => [one, words.kinds[one]] as const)}
        value={kind}
        onChange={({ target }) => choose(PLACEMENT_KINDS.find((one) => one === target.value) ?? kind)}
      />
      {kind === 'baked_in' && (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            name="startSeconds"
            label={words.audioStart}
            optional={optional}
            help={words.audioHelp}
            defaultValue={second(placement?.audio?.startSeconds)}
            problem={faults.at('startSeconds')}
          />
          <TextField
            name="endSeconds"
            label={words.audioEnd}
            optional={optional}
            defaultValue={second(placement?.audio?.endSeconds)}
            problem={faults.at('endSeconds')}
          />
        </div>
      )}
    </>
  );
}

function PriceFields({ placement, faults }: { placement: Placement | undefined; faults: Faults }) {
  const price = placement?.price ?? null;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <TextField
        name="bookedImpressions"
        inputMode="numeric"
        label={words.booked}
        optional={optional}
        defaultValue={placement?.bookedImpressions ?? ''}
        problem={faults.at('bookedImpressions')}
      />
      <TextField
        name="amountMinor"
        inputMode="decimal"
        label={words.price}
        optional={optional}
        defaultValue={typedAmount(price?.amountMinor, price?.currency)}
        problem={faults.at('amountMinor')}
      />
      <SelectField
        name="basis"
        label={words.basis}
        options={PRICE_BASES.map((basis) => [basis, words.bases[basis]] as const)}
        defaultValue={price?.basis ?? 'cpm'}
      />
      <SelectField
        name="currency"
        label={catalogTexts.currency}
        options={currencyChoices(price?.currency ?? null)}
        defaultValue={price?.currency ?? ''}
        problem={faults.at('currency')}
      />
    </div>
  );
}

interface PlacementFormProps {
  campaign: string;
  placement?: Placement;
  onSaved: (placement: PlacementWithPixels) => void;
}

function Fields({
  campaign,
  placement,
  shows,
  onSaved,
}: PlacementFormProps & { shows: readonly (readonly [key: string, label: string])[] }) {
  const change = useSensitiveChange((form: HTMLFormElement) => save(form, campaign, placement), onSaved);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField name="show" label={words.show} options={shows} defaultValue={placement?.show} problem={faults.at('show')} />
      <PositionFields placement={placement} faults={faults} />
      <KindFields placement={placement} faults={faults} />
      <FlightFields days={placement} problemAt={faults.at} />
      <PriceFields placement={placement} faults={faults} />
      <TextField
        name="episode"
        label={words.episode}
        optional={optional}
        help={words.episodeHelp}
        spellCheck={false}
        maxLength={200}
        defaultValue={placement?.episode ?? ''}
        problem={faults.at('episode')}
      />
      {!placement && (
        <TextField
          name="key"
          label={catalogTexts.key}
          optional={optional}
          help={words.keyHelp}
          spellCheck={false}
          maxLength={200}
          problem={faults.at('key')}
        />
      )}
      <FormEnd change={change} rest={faults.rest} submit={placement ? catalogTexts.save : words.submit} />
    </form>
  );
}

/** Everything of a placement, to be booked or replaced, once it is known which shows there are. */
export function PlacementForm(props: PlacementFormProps) {
  const shows = useQuery(showsQuery);
  if (shows.error && !shows.data) return <ListFailure error={shows.error} onRetry={() => void shows.refetch()} />;
  if (!shows.data) return <SkeletonLines count={5} label={texts.loading} />;
  if (shows.data.length === 0)
    return (
      <p className="text-muted">
        {words.noShows}{' '}
        <Link to={paths.shows} search={{}} className="font-medium text-accent underline underline-offset-4">
          {words.addShow}
        </Link>
      </p>
    );
  return <Fields {...props} shows={shows.data.map((show) => [show.key, labelOf(show)] as const)} />;
}
