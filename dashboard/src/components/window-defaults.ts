import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sessionQuery } from '../queries.ts';
import { type WindowDefaults, windowDefaults } from '../selection.ts';

/** The lookback and half-life that the tenant has settled for: what is meant where the address names none. */
export function useWindowDefaults(): WindowDefaults {
  const { data: session } = useSuspenseQuery(sessionQuery);
  return useMemo(() => windowDefaults(session.tenant), [session.tenant]);
}
