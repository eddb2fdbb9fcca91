import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { NewExplanationLink } from '../src/attribution/explanation-links/schema.ts';
import { createExplanationLink } from '../src/attribution/explanation-links/service.ts';
import { NewReportLink } from '../src/attribution/report-links/schema.ts';
import { createReportLink } from '../src/attribution/report-links/service.ts';
import { sendReportSchedule } from '../src/attribution/report-schedules/service.ts';
import type { CreatedOauthClient } from '../src/security/oauthclients/schema.ts';
import { createOauthClient } from '../src/security/oauthclients/service.ts';
import { createSsoConnection } from '../src/security/ssoconnections/service.ts';
import { putBrand } from '../src/tenants/brands/service.ts';
import { refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import { NewSource } from '../src/tracking/sources/schema.ts';
import { createSource } from '../src/tracking/sources/service.ts';
import { openJar } from './browser-jar.ts';
import { SECRET } from './delivering-shop.ts';
import { inOwnFolder, openPatientEdge } from './edge-world.ts';
import { startTestServer, type TestServer } from './http.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { type OauthDriver, openOauthDriver } from './oauth-world.ts';
import { addTestMember, cookieOf, createTestPerson } from './people.ts';
import { SSO_CONNECTION } from './sso-connection.ts';
import type { World } from './world.ts';

const SESSION = 'earshot_session=';
/** A picture of one pixel. */
const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const SOURCES = ['shopify', 'segment', 'ga4', 'meta', 'podscribe'] as const;

/** What programs of a tenant, and a person who let one of them in, know. */
interface Programs {
  web: CreatedOauthClient;
  service: CreatedOauthClient;
  driver: OauthDriver;
  sessionToken: string;
  /** Of the person, for the program `web`. */
  accessToken: string;
  idToken: string;
}

/** What the examples of addresses outside the OpenAPI document stand on: a server that answers all of them. */
export interface Ground {
  world: World;
  server: TestServer;
  /** Method and path of each route of the server that is hidden from the document. */
  hidden: readonly string[];
  /** Public ids of what answers players, browsers, ad servers and shops, by what it is. */
  ids: Readonly<Record<'prefix' | 'pixel' | 'link' | 'tag' | (typeof SOURCES)[number], string>>;
  /** What the addresses of pages end with. */
  tokens: Readonly<Record<'report' | 'explanation' | 'stop', string>>;
  programs: Programs;
  idp: IdentityProvider;
  ssoConnectionId: string;
  close(): Promise<void>;
}

function found(text: string, pattern: RegExp): string {
  const [, part] = pattern.exec(text) ?? [];
  if (part === undefined) throw new Error(`Nothing like ${pattern.source} stands in ${text}`);
  return part;
}

async function findIds(world: World): Promise<Ground['ids']> {
  const { context } = world.database;
  const { actor, show, placement, campaign } = world.mine;
  const told = async (path: string, pattern: RegExp) => found((await world.send('GET', path)).text, pattern);
  const create = async (kind: (typeof SOURCES)[number]) => {
    const secret = kind === 'podscribe' ? {} : { secret: SECRET };
    return (await createSource(context, actor, NewSource.parse({ key: `example-${kind}`, kind, ...secret }))).publicId ?? '';
  };
  return {
    prefix: await told(`/shows/${show}`, /\/e\/([0-9a-z]{12})/),
    pixel: await told(`/placements/${placement}`, /i\.gif\?p=([0-9a-z]{12})/),
    link: await told(`/links/link-${campaign}`, /\/l\/([0-9a-z]{12})/),
    tag: await told(`/tracking/tags/${campaign}`, /"publicId":"([0-9a-z]{12})"/),
    shopify: await create('shopify'),
    segment: await create('segment'),
    ga4: await create('ga4'),
    meta: await create('meta'),
    podscribe: await create('podscribe'),
  };
}

/** Makes pages for people without an account; they bear a logo. */
async function sharePages({ database, mine }: World): Promise<Ground['tokens']> {
  const { context } = database;
  const { actor, tenantId, conversion, reportSchedule } = mine;
  await putBrand(context, actor, tenantId, { colour: '#0b6e5f', logo: LOGO });
  const report = NewReportLink.parse({ title: 'For the sponsor', report: { days: 30 } });
  const { address: reportAddress } = await createReportLink(context, actor, report);
  const { address } = await createExplanationLink(context, actor, { conversionId: conversion, input: NewExplanationLink.parse({}) });
  await sendReportSchedule(context, actor, reportSchedule);
  const mails = (await database.mails()).map(({ text }) => text).join('\n');
  return {
    report: found(reportAddress, /\/r\/(\w+)$/),
    explanation: found(address, /\/x\/(\w+)$/),
    stop: found(mails, /\/u\/([\w-]+(?:\.[\w-]+){3})/),
  };
}

async function letIn({ database, mine }: World, server: TestServer): Promise<Programs> {
  const { context } = database;
  const { actor, tenantId } = mine;
  const web = await createOauthClient(context, actor, {
    name: 'Planning board',
    kind: 'web',
    redirectUris: ['https://board.example/callback'],
    postLogoutRedirectUris: ['https://board.example/bye'],
    scopes: ['openid', 'offline_access', 'read'],
  });
  const service = await createOauthClient(context, actor, { name: 'Nightly export', kind: 'service', redirectUris: [], scopes: ['read'] });
  const person = await createTestPerson(context);
  await addTestMember(context, person, tenantId, 'viewer');
  const sessionToken = (await cookieOf(context, person)).slice(SESSION.length);
  const jar = openJar();
  jar.set('earshot_session', sessionToken, 'strict');
  const driver = openOauthDriver({ server });
  const tokens = await driver.tokens({ ...person, jar, sessionToken }, web);
  return { web, service, driver, sessionToken, accessToken: tokens.access_token, idToken: tokens.id_token };
}

/** Notes the routes that are hidden from the document while `start` starts a server. */
async function noting(start: () => Promise<TestServer>): Promise<Pick<Ground, 'server' | 'hidden'>> {
  const hidden: string[] = [];
  const note = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url, schema }) => {
      if (schema?.hide !== true) return;
      const path = url.replaceAll(/:(\w+)/g, '{$1}');
      hidden.push(...[method].flat().map((one) => `${one} ${path}`));
    });
  };
  subscribe('fastify.initialization', note);
  try {
    // What answers GET answers HEAD by itself.
    return { server: await start(), hidden: hidden.filter((name) => !name.startsWith('HEAD ')) };
  } finally {
    unsubscribe('fastify.initialization', note);
  }
}

/** Starts a server over a world that answers public addresses, too, and makes what the examples ask for. */
export async function openGround(world: World): Promise<Ground> {
  const { context } = world.database;
  const idp = await startIdentityProvider('http://127.0.0.1/sso/callback');
  const { issuer, clientId, clientSecret } = idp;
  const [ids, tokens] = [await findIds(world), await sharePages(world)];
  const operatorProvider = { issuer, clientId, clientSecret };
  const connected = { ...SSO_CONNECTION, ...operatorProvider, domains: ['staff.example'] };
  const connection = await createSsoConnection(context, world.mine.actor, connected);
  const own = inOwnFolder(context);
  const edge = openPatientEdge(own.context, own.folder);
  await refreshSnapshots(own.context, 'system', edge.snapshots);
  const { server, hidden } = await noting(() => startTestServer(own.context, { edge, operatorProvider }));
  return {
    world,
    server,
    hidden,
    ids,
    tokens,
    programs: await letIn(world, server),
    idp,
    ssoConnectionId: connection.id,
    async close() {
      await server.close();
      await own.remove();
      idp.close();
    },
  };
}
