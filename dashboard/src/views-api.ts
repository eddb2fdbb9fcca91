import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client } from './api.ts';

export type ViewDay = Schemas['ViewDay'];
export type ViewQuery = NonNullable<Addresses['/api/v1/tracking/view-counts']['get']['parameters']['query']>;

/** Days with views of videos, modelled, beside downloads. */
export const listViews = (query: ViewQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/view-counts', { params: { query }, signal }));

export type EnteredFigure = Schemas['EnteredFigure'];
export type FigureQuery = NonNullable<Addresses['/api/v1/tracking/host-figures']['get']['parameters']['query']>;

/** What hosts counted as it was entered, the latest day first. */
export const listHostFigures = (query: FigureQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tracking/host-figures', { params: { query }, signal }));

/** Enters what a host counted itself on a day, or takes it back. */
export const putHostFigure = (figure: Schemas['HostFigure']) =>
  bodyOf(client.PUT('/api/v1/tracking/host-figures', { body: { figures: [figure] } }));
