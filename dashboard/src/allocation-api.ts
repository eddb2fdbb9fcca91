import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';

export type AllocationDetail = Schemas['AllocationDetail'];
export type Allocation = Schemas['Allocation'];
export type AllocationLine = Schemas['AllocationLine'];
export type AllocationRules = Schemas['AllocationRules'];
export type AllocationDriver = Schemas['NewAllocationRules']['rest'];
export type CampaignMargin = Schemas['CampaignMargin'];
export type Dimension = Allocation['dimension'];
export type NewAllocationRules = Schemas['NewAllocationRules'];

export const listAllocations = (query: { month: string; dimension: Dimension }, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/cost/allocations', { params: { query: { ...query, limit: 50 } }, signal }));

export const getAllocation = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/cost/allocations/{id}', { params: { path: { id } }, signal }));

export const createAllocation = (body: { month: string; dimension: Dimension }) =>
  bodyOf(client.POST('/api/v1/cost/allocations', { body }));

export const listAllocationRules = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/cost/allocations/rules', { signal }));

export const putAllocationRules = (dimension: Dimension, body: NewAllocationRules) =>
  bodyOf(client.PUT('/api/v1/cost/allocations/rules/{dimension}', { params: { path: { dimension } }, body }));

export const getMargins = (month: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/cost/margins', { params: { query: { from: month, to: month } }, signal }));
