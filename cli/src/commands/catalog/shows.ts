import { Command } from 'commander';
import { NewShow } from '../../../../server/src/catalog/feeds/schema.ts';
import { changeShow, followShow } from '../../../../server/src/catalog/feeds/service.ts';
import { refreshShow } from '../../../../server/src/catalog/feedrefreshes/service.ts';
import type { Show } from '../../../../server/src/catalog/shows/schema.ts';
import { getShow, listShows } from '../../../../server/src/catalog/shows/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { startProgress } from '../../progress.ts';
import { print } from '../tenants/named.ts';
import { columnsText } from '../../table-text.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

type Ground = { context: Parameters<typeof getShow>[0]; actor: Parameters<typeof getShow>[1]; stop: AbortSignal };

/** Does a command's work on one tenant. */
function onTenant<Result>({ tenant }: Options, work: (ground: Ground) => Promise<Result>): Promise<Result> {
  return onInstallation(async ({ context, stop }) => work({ context, actor: await operatorOf(context, tenant), stop }));
}

/** Reads feeds one after the other, with progress; ends early when the person wants it to. */
async function readEach(keys: readonly string[], stop: AbortSignal, read: (key: string) => Promise<Show>): Promise<Show[]> {
  const progress = startProgress({ label: 'reading feeds', unit: 'feeds', total: keys.length });
  const shows: Show[] = [];
  try {
    for (const key of keys) {
      stop.throwIfAborted();
      shows.push(await read(key));
      progress.advance(1);
    }
  } finally {
    progress.done();
  }
  return shows;
}

function cellsOf({ key, name, feed, ownership }: Show): string[] {
  const state = feed === null ? 'no feed' : `${feed.state}${feed.problem === null ? '' : `: ${feed.problem}`}`;
  return [key, ownership, state, name ?? '-'];
}

/** How the transcripts that a feed names are kept; nothing where they are not. */
function importsText({ transcriptImports: imports }: Show): string | undefined {
  if (imports === null) return undefined;
  const problem = imports.problem === null ? '' : `: ${imports.problem}`;
  return `kept as they come, ${imports.waiting} waiting, ${imports.failing} failing${problem}`;
}

function textOf(show: Show): string {
  const { feed, persons } = show;
  const rows: [string, string | null | undefined][] = [
    ['name', show.name],
    ['title', show.title],
    ['author', show.author],
    ['category', show.category],
    ['with', persons.map(({ name, role }) => `${name} (${role})`).join(', ')],
    ['link', show.link],
    ['feed', show.feedUrl],
    ['guid', show.podcastGuid],
    ['prefix', show.trackingPrefix],
    ['ownership', show.verifiedAt === null ? show.ownership : `${show.ownership} since ${show.verifiedAt}`],
    ['state', feed?.state],
    ['problem', feed?.problem],
    ['read', feed?.fetchedAt],
    ['next', feed?.dueAt],
    ['transcripts', importsText(show)],
  ];
  return `${show.key}\n${columnsText(rows.flatMap(([label, text]) => (text ? [[`  ${label}`, text]] : [])))}`;
}

async function addShow(feedUrl: string, { key, ...options }: Options & { key?: string }): Promise<void> {
  const parsed = NewShow.safeParse({ feedUrl, key });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CommandError(`${issue.path.join('.')} ${issue.message}.`);
  }
  const [show] = await onTenant(options, ({ context, actor, stop }) =>
    readEach([feedUrl], stop, () => followShow(context, actor, parsed.data)),
  );
  print(options.json, show, textOf(show));
}

async function listAll(options: Options): Promise<void> {
  const shows = await onTenant(options, ({ context, actor }) => everyPage((page) => listShows(context, actor, page)));
  print(options.json, shows, shows.length === 0 ? 'There are no shows.' : columnsText(shows.map(cellsOf)));
}

async function showOne(key: string, options: Options): Promise<void> {
  const found = await onTenant(options, ({ context, actor }) => getShow(context, actor, key));
  print(options.json, found, textOf(found));
}

async function refreshFeeds(keys: string[], options: Options): Promise<void> {
  const shows = await onTenant(options, async ({ context, actor, stop }) => {
    const followed = async () => (await everyPage((page) => listShows(context, actor, page))).filter(({ feedUrl }) => feedUrl !== null);
    const asked = keys.length > 0 ? keys : (await followed()).map(({ key }) => key);
    return readEach(asked, stop, (key) => refreshShow(context, actor, key));
  });
  print(options.json, shows, shows.length === 0 ? 'No show has a feed.' : columnsText(shows.map(cellsOf)));
  const failed = shows.filter(({ feed }) => feed?.problem).length;
  if (failed > 0) throw new CommandError(`${failed} of ${shows.length} feeds could not be read.`);
}

async function importTranscripts(key: string, answer: string, options: Options): Promise<void> {
  if (answer !== 'on' && answer !== 'off') throw new CommandError('Say whether they are kept: on or off.');
  const change = { importsTranscripts: answer === 'on' };
  const show = await onTenant(options, ({ context, actor }) => changeShow(context, actor, key, change));
  const waiting = show.transcriptImports?.waiting ?? 0;
  const kept = `kept as they come; ${waiting} ${waiting === 1 ? 'waits' : 'wait'} for the server`;
  print(options.json, show, `Transcripts that the feed of ${key} names are ${answer === 'on' ? kept : 'not kept'}.`);
}

async function verifyShow(key: string, options: Options): Promise<void> {
  const [found] = await onTenant(options, ({ context, actor, stop }) => readEach([key], stop, () => refreshShow(context, actor, key)));
  print(options.json, found, cellsOf(found).join('  '));
  if (found.ownership === 'verified') return;
  if (found.feed?.problem) throw new CommandError(`The feed could not be read: ${found.feed.problem}`);
  throw new CommandError(
    `Its owner puts <podcast:txt purpose="verify">${found.ownershipToken}</podcast:txt> into the channel of the feed.`,
  );
}

function commandOf(name: string, description: string, json: string): Command {
  return new Command(name).description(description).requiredOption('--tenant <slug>', 'whose shows').option('--json', json);
}

/** `earshot shows add`: a show from the address of its feed. */
export function addShowCommand(): Command {
  return commandOf('add', 'make a show from the address of its RSS feed', 'print it as POST /api/v1/shows does')
    .argument('<feed>', 'the web address of the feed')
    .option('--key <key>', 'the key of the show, of a stub or a new one; made from the title when left out')
    .action(addShow);
}

/** `earshot shows list`: a tenant's shows. */
export function listShowsCommand(): Command {
  return commandOf(
    'list',
    'list shows, stubs too, with how their feeds stand',
    'print them as a list, as GET /api/v1/shows has them',
  ).action(listAll);
}

/** `earshot shows show`: one show. */
export function showShowCommand(): Command {
  return commandOf('show', 'show what is known of a show, and its tracking prefix', 'print it as GET /api/v1/shows/{key} does')
    .argument('<key>', 'the show')
    .action(showOne);
}

/** `earshot shows refresh`: reads feeds now. */
export function refreshShowsCommand(): Command {
  return commandOf('refresh', 'read feeds now, whether they are due or not', 'print the shows as a list')
    .argument('[keys...]', 'which shows; all that have a feed when left out')
    .action(refreshFeeds);
}

/** `earshot shows verify`: whether the feed says that the tenant speaks for the show. */
export function verifyShowCommand(): Command {
  return commandOf('verify', "look in a show's feed for the token that proves who owns it", 'print the show')
    .argument('<key>', 'the show')
    .action(verifyShow);
}

/** `earshot shows transcripts`: whether the transcripts that a feed names are kept. */
export function showTranscriptsCommand(): Command {
  return commandOf(
    'transcripts',
    'have the transcripts that a feed names kept and analysed as they come, or not any more',
    'print the show',
  )
    .argument('<key>', 'the show')
    .argument('<answer>', 'on or off')
    .action(importTranscripts);
}
