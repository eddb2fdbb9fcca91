import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type PlacementWithPixels, removePlacement } from '../../catalog-api.ts';
import { Known } from '../../components/amount.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { UNKNOWN, formatClock, formatCount } from '../../format.ts';
import { paths } from '../../paths.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { Panel } from '../../ui/panel.tsx';
import { PlacementBrief } from '../ai/placement-brief.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import { Back } from './back.tsx';
import { positionName, priceText } from './campaign-placements.tsx';
import { campaignQuery, CATALOG, placementQuery } from './catalog-queries.ts';
import type { Changing } from './changing.ts';
import { Flight } from './flight.tsx';
import { useShowNames } from './names.ts';
import { One } from './one.tsx';
import { PlacementForm } from './placement-form.tsx';
import { PlacementPacing } from './placement-pacing.tsx';
import { PlacementPixel } from './placement-pixel.tsx';

const words = catalogTexts.placements;
const TEXT_LINK = 'font-medium text-accent-strong underline-offset-4 hover:underline wrap-anywhere';

function ShowLink({ of: key }: { of: string }) {
  const showName = useShowNames();
  return (
    <Link to={paths.show} params={{ key }} search={{}} className={TEXT_LINK}>
      {showName(key)}
    </Link>
  );
}

function audioText(audio: PlacementWithPixels['audio']): string {
  return audio === null ? UNKNOWN : `${formatClock(audio.startSeconds)} – ${formatClock(audio.endSeconds)}`;
}

function factsOf(placement: PlacementWithPixels) {
  const { show, episode, position, kind, audio, bookedImpressions, price } = placement;
  return [
    { name: words.show, value: <ShowLink of={show} /> },
    { name: words.episode, value: episode ?? <span className="text-muted">{words.anyEpisode}</span> },
    { name: words.position, value: positionName(position) },
    { name: words.kind, value: words.kinds[kind], help: words.kindHelp[kind] },
    ...(kind === 'baked_in' ? [{ name: words.audio, value: <Known text={audioText(audio)} /> }] : []),
    { name: catalogTexts.flight.name, value: <Flight days={placement} /> },
    { name: words.booked, value: <Known text={bookedImpressions === null ? UNKNOWN : formatCount(bookedImpressions)} /> },
    { name: words.price, value: <Known text={priceText(price, words.bases)} /> },
  ];
}

function Actions({ placement, tell, onRemoved }: { placement: PlacementWithPixels; tell: (text: string) => void; onRemoved: () => void }) {
  const { key, campaign } = placement;
  return (
    <span className="flex flex-wrap gap-2">
      <FormDialog label={catalogTexts.edit} title={key} lead={words.editLead} look="outline">
        {(close) => (
          <PlacementForm
            campaign={campaign}
            placement={placement}
            onSaved={() => {
              close();
              tell(words.saved);
            }}
          />
        )}
      </FormDialog>
      <AskFirst
        label={catalogTexts.remove}
        look="outline"
        title={words.removeTitle(key)}
        lead={words.removeLead}
        change={() => removePlacement(key)}
        onDone={onRemoved}
      />
    </span>
  );
}

function Room({ placement, mayChange, tell }: Changing & { placement: PlacementWithPixels }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const removed = async () => {
    await navigate({ to: paths.campaign, params: { key: placement.campaign }, search: {} });
    await queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  const actions = <Actions placement={placement} tell={tell} onRemoved={() => void removed()} />;
  return (
    <>
      <Panel id="booking" title={catalogTexts.placement.facts} aside={mayChange && actions}>
        <Facts items={factsOf(placement)} />
      </Panel>
      <PlacementBrief placement={placement.key} mayChange={mayChange} tell={tell} />
      <PlacementPacing placement={placement.key} />
      <PlacementPixel placement={placement} />
    </>
  );
}

/** One placement: what was booked, and the address that counts it. */
export function PlacementRoom() {
  const { key } = useParams({ from: '/signed-in/catalog/placements/$key' });
  const queryClient = useQueryClient();
  const query = useQuery(placementQuery(key));
  const showName = useShowNames();
  const mayChange = useMay('analyse');
  const [said, say] = useState('');
  const campaign = query.data?.campaign ?? '';
  const campaignName = useQuery({ ...campaignQuery(campaign), enabled: campaign !== '' }).data?.name ?? campaign;
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: CATALOG });
  };
  const above =
    campaign === '' ? (
      <Back to={paths.campaigns}>{catalogTexts.tabs.campaigns}</Back>
    ) : (
      <Back to={paths.campaign} params={{ key: campaign }}>
        {campaignName}
      </Back>
    );
  return (
    <One what={catalogTexts.placement.what} of={key} above={above} query={query}>
      {(placement) => (
        <>
          <RoomHead title={`${positionName(placement.position)}, ${showName(placement.show)}`} above={above}>
            <code className="font-mono text-small break-all">{key}</code>
          </RoomHead>
          <Said text={said} />
          <Room placement={placement} mayChange={mayChange} tell={tell} />
        </>
      )}
    </One>
  );
}
