import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import type { components, paths } from './schema.ts';

export { minorDigits } from './minor-digits.ts';

/** What the API sends and takes, by name: `Schemas['Report']`. */
export type Schemas = components['schemas'];

/**
 * The typed client: `client.GET('/api/v1/attribution/report', { params: { query: { model: 'linear' } } })` resolves with `data` or `error`.
 */
export type Client = FetchClient<paths>;

export interface ClientOptions {
  /** Where the installation answers, without a slash at the end; in a browser it may be left out for the page's own origin. */
  baseUrl?: string;
  /** Sent as `Authorization: Bearer`; left out where a session cookie says who asks. */
  apiKey?: string;
  /** Replaces the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client of one installation. Failures that the API answers come back as `error`, a problem document; a network failure is thrown by
 * `fetch`.
 */
export function createClient({ baseUrl = '', apiKey, fetch }: ClientOptions = {}): Client {
  const headers = apiKey === undefined ? undefined : { authorization: `Bearer ${apiKey}` };
  return createFetchClient<paths>({ baseUrl, headers, fetch });
}
