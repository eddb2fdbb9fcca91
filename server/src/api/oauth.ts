import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { oauthRoutes } from '../security/oauth/routes.ts';
import { limitStrangers } from './door.ts';

/** Where this process listens, for an installation that was given no address of its own. */
function listeningUrl(app: App): string {
  const address = app.server.address();
  if (address === null || typeof address === 'string') return 'http://127.0.0.1';
  return `http://127.0.0.1:${address.port}`;
}

/** The OAuth server: it says itself who may ask, in the words of its protocol, so it stands beside the door of the API. */
export function addOauth(app: App, context: Context, { publicUrl, secure }: { publicUrl?: string | undefined; secure?: boolean }): void {
  void app.register(async (scope) => {
    const inner = scope as unknown as App;
    limitStrangers(inner);
    oauthRoutes(inner, context, { issuerOf: () => publicUrl ?? listeningUrl(app), secure: secure === true });
  });
}
