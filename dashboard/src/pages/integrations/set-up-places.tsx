import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { CopyField } from '../../components/copy-field.tsx';
import { LocalAddress } from '../../components/local-address.tsx';
import { useMay } from '../../components/may.ts';
import { isSample } from '../../onboarding-api.ts';
import { paths } from '../../paths.ts';
import { setUpTexts as words } from '../../texts-set-up.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { texts } from '../../texts.ts';
import { SelectField } from '../../ui/field.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { campaignsQuery, codesQuery, linksQuery, placementQuery, placementsQuery, showsQuery } from '../catalog/catalog-queries.ts';
import { labelOf } from '../catalog/named.tsx';
import { PlacementPixel } from '../catalog/placement-pixel.tsx';
import { sourcesQuery, tagsQuery } from '../tracking/tracking-queries.ts';
import type { SetUpSource } from './set-up-sources.ts';

const LINK = 'font-medium text-accent underline underline-offset-4';
const SHOPS = ['shopify', 'woocommerce', 'stripe'];

const Loading = () => <SkeletonLines count={2} label={texts.loading} />;

function None({ text, children }: { text: string; children: ReactNode }) {
  return (
    <p className="text-muted">
      {text} {children}
    </p>
  );
}

interface Chosen {
  key: string;
  name: string | null;
}

/** A choice among things of the catalogue; the first until another one is chosen. */
function Choice({ label, of, children }: { label: string; of: readonly Chosen[]; children: (key: string) => ReactNode }) {
  const [chosen, choose] = useState(of[0].key);
  return (
    <>
      <div className="max-w-96">
        <SelectField
          label={label}
          options={of.map((one) => [one.key, labelOf(one)] as const)}
          value={chosen}
          onChange={({ target }) => choose(target.value)}
        />
      </div>
      {children(chosen)}
    </>
  );
}

function OfCampaign({ children }: { children: (key: string) => ReactNode }) {
  const { data } = useQuery(campaignsQuery);
  if (!data) return <Loading />;
  const campaigns = data.filter(({ key }) => !isSample(key));
  if (campaigns.length === 0)
    return (
      <None text={words.noCampaigns}>
        <Link to={paths.campaigns} className={LINK}>
          {words.toCampaigns}
        </Link>
      </None>
    );
  return (
    <Choice label={words.campaign} of={campaigns}>
      {children}
    </Choice>
  );
}

function ToCampaign({ campaign }: { campaign: string }) {
  return (
    <Link to={paths.campaign} params={{ key: campaign }} className={LINK}>
      {words.toCampaign}
    </Link>
  );
}

function Prefix() {
  const { data } = useQuery(showsQuery);
  if (!data) return <Loading />;
  const shows = data.filter(({ key, trackingPrefix }) => trackingPrefix !== null && !isSample(key));
  if (shows.length === 0)
    return (
      <None text={words.noShows}>
        <Link to={paths.shows} className={LINK}>
          {words.toShows}
        </Link>
      </None>
    );
  return (
    <Choice label={words.show} of={shows}>
      {(key) => {
        const value = shows.find((show) => show.key === key)?.trackingPrefix ?? '';
        return (
          <>
            <CopyField label={words.prefix.address} value={value} help={words.prefix.help} />
            <LocalAddress text={value} />
          </>
        );
      }}
    </Choice>
  );
}

function Links({ campaign }: { campaign: string }) {
  const { data } = useQuery(linksQuery(campaign));
  if (!data) return <Loading />;
  return (
    <>
      {data.map(({ key, address }) => (
        <CopyField key={key} label={words.link.address(key)} value={address} />
      ))}
      <None text={data.length === 0 ? words.link.none : ''}>
        <ToCampaign campaign={campaign} />
      </None>
    </>
  );
}

function Pixel({ placement }: { placement: string }) {
  const { data } = useQuery(placementQuery(placement));
  return data ? <PlacementPixel placement={data} /> : <Loading />;
}

function Placements({ campaign }: { campaign: string }) {
  const { data } = useQuery(placementsQuery({ campaign }));
  if (!data) return <Loading />;
  if (data.length === 0)
    return (
      <None text={words.pixel.none}>
        <ToCampaign campaign={campaign} />
      </None>
    );
  return (
    <Choice label={words.placement} of={data.map(({ key }) => ({ key, name: null }))}>
      {(key) => <Pixel placement={key} />}
    </Choice>
  );
}

function Tags() {
  const { data } = useQuery(tagsQuery);
  if (!data) return <Loading />;
  return (
    <>
      {data.map(({ key, name, snippet }) => (
        <div key={key}>
          <CopyField label={`${trackingTexts.tags.snippet}: ${name}`} value={snippet} rows={4} />
          <LocalAddress text={snippet} />
        </div>
      ))}
      <None text={data.length === 0 ? words.tag.none : ''}>
        <Link to={paths.tags} className={LINK}>
          {words.toTags}
        </Link>
      </None>
    </>
  );
}

function Webhooks() {
  const mayAdminister = useMay('administer');
  const { data } = useQuery({ ...sourcesQuery, enabled: mayAdminister });
  if (!mayAdminister) return <p className="text-muted">{words.webhook.administrators}</p>;
  if (!data) return <Loading />;
  const shops = data.filter(({ kind, address }) => SHOPS.includes(kind) && address !== null);
  return (
    <>
      {shops.map(({ key, name, address }) => (
        <div key={key}>
          <CopyField label={words.webhook.address(name ?? key)} value={address ?? ''} />
          <LocalAddress text={address ?? ''} />
        </div>
      ))}
      <None text={shops.length === 0 ? words.webhook.none : ''}>
        <Link to={paths.sources} className={LINK}>
          {words.toSources}
        </Link>
      </None>
    </>
  );
}

function Codes({ campaign }: { campaign: string }) {
  const { data } = useQuery(codesQuery(campaign));
  if (!data) return <Loading />;
  return (
    <>
      {data.length > 0 && (
        <p>
          {words.code.codes}: <code className="font-mono wrap-anywhere">{[...new Set(data.map(({ code }) => code))].join(', ')}</code>
        </p>
      )}
      <None text={data.length === 0 ? words.code.none : ''}>
        <ToCampaign campaign={campaign} />
      </None>
    </>
  );
}

function curlOf(what: 'touchpoints' | 'conversions', item: object): string {
  return [
    `curl -X POST ${window.location.origin}/api/v1/${what}`,
    "  -H 'authorization: Bearer YOUR_KEY' -H 'content-type: application/json'",
    `  -d '${JSON.stringify({ [what]: [item] })}'`,
  ].join(' \\\n');
}

function Api() {
  const [now] = useState(() => Date.now());
  const { data } = useQuery(campaignsQuery);
  const campaign = data?.find(({ key }) => !isSample(key))?.key ?? 'my-campaign';
  const at = (ms: number) => new Date(ms).toISOString();
  const identity = { userId: 'test-person' };
  const touchpoint = { id: `test-touch-${now}`, occurredAt: at(now - 3_600_000), kind: 'click', campaign, identity };
  const conversion = {
    id: `test-order-${now}`,
    occurredAt: at(now - 60_000),
    kind: 'purchase',
    valueMinor: 4_999,
    currency: 'USD',
    identity,
  };
  return (
    <>
      <p>
        <Link to={paths.apiKeys} className={LINK}>
          {words.toKeys}
        </Link>
      </p>
      <CopyField label={words.api.touchpoint} value={curlOf('touchpoints', touchpoint)} help={words.api.help} rows={4} />
      <CopyField label={words.api.conversion} value={curlOf('conversions', conversion)} rows={4} />
    </>
  );
}

/** What is to be copied for a source, with the tenant's own addresses. */
export function SetUpPlace({ source }: { source: SetUpSource }): ReactNode {
  switch (source) {
    case 'prefix':
      return <Prefix />;
    case 'link':
      return <OfCampaign>{(key) => <Links campaign={key} />}</OfCampaign>;
    case 'pixel':
      return <OfCampaign>{(key) => <Placements key={key} campaign={key} />}</OfCampaign>;
    case 'tag':
      return <Tags />;
    case 'webhook':
      return <Webhooks />;
    case 'code':
      return <OfCampaign>{(key) => <Codes campaign={key} />}</OfCampaign>;
    default:
      return <Api />;
  }
}
