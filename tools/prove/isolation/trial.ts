import { catalogueFaults } from '../../../server/src/platform/postgres/catalogue.ts';
import type { ClusterUrls } from '../../../server/src/platform/postgres/cluster.ts';
import { databaseUrl, withClient } from '../../../server/src/platform/postgres/connection.ts';
import type { PlantedFault } from '../../../server/test/planted-faults.ts';
import type { Tenants } from './databases.ts';
import { probeIsolation } from './probes.ts';
import { openSite } from './site.ts';

/** What the lint and the probes found in one database. */
export interface Trial {
  lint: string[];
  breaches: string[];
}

/** Plants a fault, or none, in a filled database and has the lint and the probes look for it, as the plain logins. */
export async function tryFault(urls: ClusterUrls, tenants: Tenants, planted?: PlantedFault): Promise<Trial> {
  if (planted !== undefined)
    await withClient(databaseUrl(urls.superuser, new URL(urls.app).pathname.slice(1)), (client) => client.query(planted.sql));
  const lint = await withClient(urls.app, catalogueFaults);
  const site = await openSite(urls, tenants);
  try {
    return { lint, breaches: await probeIsolation(site) };
  } finally {
    await site.close();
  }
}
