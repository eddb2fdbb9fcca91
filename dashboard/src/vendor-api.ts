import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';
import { everyPage } from './settings-api.ts';

export type VendorReport = Schemas['VendorReport'];
export type VendorComparison = Schemas['VendorComparison'];
export type VendorDifference = VendorComparison['rows'][number]['differences'][number];

const at = (key: string) => ({ path: { key } });

export const listVendorReports = (signal: AbortSignal) =>
  everyPage((query) => bodyOf(client.GET('/api/v1/attribution/vendor-reports', { params: { query }, signal })));

export const getVendorComparison = (key: string, signal: AbortSignal): Promise<VendorComparison> =>
  bodyOf(client.GET('/api/v1/attribution/vendor-reports/{key}', { params: at(key), signal }));

export const removeVendorReport = (key: string) => settle(client.DELETE('/api/v1/attribution/vendor-reports/{key}', { params: at(key) }));
