import { useQuery } from '@tanstack/react-query';
import { advertisersQuery, showsQuery } from './catalog-queries.ts';

/** What a key is called: its name where it has one and is known by now, else the key itself. */
export type NameOf = (key: string) => string;

function nameOf(list: readonly { key: string; name: string | null }[] | undefined): NameOf {
  const names = new Map(list?.map(({ key, name }) => [key, name ?? key]));
  return (key) => names.get(key) ?? key;
}

export function useShowNames(): NameOf {
  return nameOf(useQuery(showsQuery).data);
}

export function useAdvertiserNames(): NameOf {
  return nameOf(useQuery(advertisersQuery).data);
}
