import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { oauthRoutes } from '../security/oauth/routes.ts';
import { ssoRoutes } from '../security/sso/routes.ts';
import type { OperatorProvider } from '../security/sso/service.ts';
import { limitStrangers } from './door.ts';

/** Where this process listens, for an installation that was given no address of its own. */
function listeningUrl(app: App): string {
  const address = app.server.address();
  if (address === null || typeof address === 'string') return 'http://127.0.0.1';
  return `http://127.0.0.1:${address.port}`;
}

/** What the two need to know of the installation. */
interface Options {
  publicUrl?: string | undefined;
  operatorProvider?: OperatorProvider | undefined;
  secure?: boolean;
}

/**
 * The OAuth server, and sign-in through others: they say themselves who may ask, in the words of their protocol, so they stand beside the
 * door of the API.
 */
export function addOauth(app: App, context: Context, { publicUrl, operatorProvider: operator, secure = false }: Options): void {
  const publicUrlOf = () => publicUrl ?? listeningUrl(app);
  void app.register(async (scope) => {
    const inner = scope as unknown as App;
    limitStrangers(inner);
    oauthRoutes(inner, context, { issuerOf: publicUrlOf, secure });
    await inner.register(async (own) => ssoRoutes(own as unknown as App, context, { publicUrlOf, operator, secure }));
  });
}
