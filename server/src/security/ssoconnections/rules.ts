import { invalid } from '../../platform/errors.ts';

/** How many connections a tenant may have. */
export const MOST_CONNECTIONS = 10;

/** Where a connection's sealed secret belongs. */
export function secretPlace(id: string): string {
  return `sso_connections|${id}|sealed_secret`;
}

/** @throws AppError `invalid_request` for an issuer that cannot be one (OpenID Connect Discovery §3). */
export function checkIssuer(issuer: string): void {
  const url = /^[\x21-\x7e]+$/.test(issuer) && URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isWeb = url !== undefined && ['https:', 'http:'].includes(url.protocol);
  if (!isWeb || url.search !== '' || url.hash !== '' || issuer.includes('#') || url.username !== '' || url.password !== '')
    throw invalid('/issuer', 'issuer must be a web address without query, fragment and name, such as https://login.example.com.');
}
