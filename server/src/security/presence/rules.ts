import { AppError } from '../../platform/errors.ts';
import type { Actor } from '../../tenants/authorize.ts';

/**
 * Refuses what would outlive an access token to whoever acts by one: it lasts an hour and can be revoked by whoever gave it.
 * @throws AppError `forbidden`.
 */
export function refuseTokens({ kind }: Actor): void {
  if (kind !== 'oauth') return;
  const message = 'An access token cannot make or change keys, clients, service accounts and webhooks. Sign in, or use an API key.';
  throw new AppError('forbidden', message);
}
