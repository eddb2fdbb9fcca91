import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type SavedView = Schemas['SavedView'];
export type NewView = Schemas['NewView'];

export const listSavedViews = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/views', { signal }));

export const createSavedView = (body: NewView) => bodyOf(client.POST('/api/v1/views', { body }));

export const renameSavedView = (id: string, name: string) =>
  bodyOf(client.PATCH('/api/v1/views/{id}', { params: { path: { id } }, body: { name } }));

export const deleteSavedView = (id: string) => settle(client.DELETE('/api/v1/views/{id}', { params: { path: { id } } }));
