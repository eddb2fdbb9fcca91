import { useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { paths, type PlainPath } from '../paths.ts';
import { sessionQuery } from '../queries.ts';
import { texts } from '../texts.ts';
import { Balance, Cog, Flask, Folder, Gauge, Meter, Pulse, Receipt, Signal, Sliders, Spark, UpDown } from '../ui/icons.tsx';

export interface Place {
  to: PlainPath;
  name: string;
  icon: ReactNode;
  /** The key that leads there after `g`. */
  key: string;
  exact?: boolean;
}

const FIRST: readonly Place[] = [
  { to: paths.overview, name: texts.rooms.overview, icon: <Gauge />, key: 'o', exact: true },
  { to: paths.compare, name: texts.rooms.compare, icon: <Balance />, key: 'c' },
  { to: paths.conversions, name: texts.rooms.conversions, icon: <Receipt />, key: 'v' },
];

const FIGURES: readonly Place[] = [
  { to: paths.analytics, name: texts.rooms.analytics, icon: <Pulse />, key: 'a' },
  { to: paths.insights, name: texts.rooms.insights, icon: <Spark />, key: 'i' },
  { to: paths.models, name: texts.rooms.models, icon: <Sliders />, key: 'm' },
  { to: paths.experiments, name: texts.rooms.experiments, icon: <Flask />, key: 'e' },
  { to: paths.catalog, name: texts.rooms.catalog, icon: <Folder />, key: 'k' },
  { to: paths.tracking, name: texts.rooms.tracking, icon: <Signal />, key: 't' },
  { to: paths.data, name: texts.rooms.data, icon: <UpDown />, key: 'd' },
];

const COST: Place = { to: paths.cost, name: texts.rooms.cost, icon: <Meter />, key: 'b' };
const SETTINGS: Place = { to: paths.settings, name: texts.rooms.settings, icon: <Cog />, key: 's' };

/** The rooms that whoever is signed in may open, in order. */
export function usePlaces(): readonly Place[] {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const hasSettings = session.role !== null || session.scopes.includes('admin');
  // Whoever pays the bills sees no listening data.
  const seesFigures = session.role !== 'billing';
  return [...FIRST, ...(seesFigures ? FIGURES : []), COST, ...(hasSettings ? [SETTINGS] : [])];
}
