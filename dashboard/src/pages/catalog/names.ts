import { useQuery } from '@tanstack/react-query';
import { advertisersQuery, campaignsQuery, showsQuery } from './catalog-queries.ts';

/** What a key is called: its name where it has one and is known by now, else the key itself. */
export type NameOf = (key: string) => string;

function nameOf(list: readonly { key: string; name: string | null }[] | undefined): NameOf {
  const names = new Map(list?.map(({ key, name }) => [key, name ?? key]));
  return (key) => names.get(key) ?? key;
}

export function useShowNames(): NameOf {
  return nameOf(useQuery(showsQuery).data);
}

export function useCampaignNames(): NameOf {
  return nameOf(useQuery(campaignsQuery).data);
}

/** What the units of data-driven models are called: campaigns and shows by name, others by their own word. */
export function useUnitNames(unit: string): NameOf {
  const [campaigns, shows] = [useCampaignNames(), useShowNames()];
  return unit === 'campaign' ? campaigns : unit === 'show' ? shows : (key) => key;
}

export function useAdvertiserNames(): NameOf {
  return nameOf(useQuery(advertisersQuery).data);
}
