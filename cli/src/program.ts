import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { AI_ENTRIES } from './ai-entries.ts';
import { ATTRIBUTION_ENTRIES } from './attribution-entries.ts';
import { COST_ENTRIES } from './cost-entries.ts';
import type { Entry } from './entry.ts';
import { GROUPS } from './groups.ts';
import { PLATFORM_ENTRIES } from './platform-entries.ts';
import { TENANT_ENTRIES } from './tenant-entries.ts';

const ENTRIES: readonly Entry[] = [
  {
    words: ['serve'],
    summary: 'serve dashboard and API; the first start fills a demo',
    load: async () => (await import('./commands/api/serve.ts')).serveCommand(),
  },
  ...TENANT_ENTRIES,
  {
    words: ['people', 'create'],
    summary: 'create a person who may sign in, and make them a member',
    load: async () => (await import('./commands/security/people-create.ts')).peopleCreateCommand(),
  },
  {
    words: ['people', 'reset-mfa'],
    summary: 'remove the second factor of a person who lost it',
    load: async () => (await import('./commands/security/people-reset-mfa.ts')).peopleResetMfaCommand(),
  },
  {
    words: ['people', 'disable'],
    summary: 'let a person in no more',
    load: async () => (await import('./commands/security/people-disable.ts')).peopleDisableCommand(),
  },
  {
    words: ['people', 'enable'],
    summary: 'let a disabled person in again',
    load: async () => (await import('./commands/security/people-disable.ts')).peopleEnableCommand(),
  },
  {
    words: ['operators', 'create'],
    summary: 'create somebody who may administer the installation',
    load: async () => (await import('./commands/security/operators.ts')).createOperatorCommand(),
  },
  {
    words: ['operators', 'list'],
    summary: 'list the operators',
    load: async () => (await import('./commands/security/operators.ts')).listOperatorsCommand(),
  },
  {
    words: ['operators', 'reset'],
    summary: 'give an operator a new password and second factor',
    load: async () => (await import('./commands/security/operators.ts')).resetOperatorCommand(),
  },
  {
    words: ['operators', 'disable'],
    summary: 'let an operator in no more',
    load: async () => (await import('./commands/security/operators.ts')).disableOperatorCommand(),
  },
  {
    words: ['import'],
    summary: 'import touchpoints or conversions from a CSV or NDJSON file',
    load: async () => (await import('./commands/tracking/import.ts')).importCommand(),
  },
  {
    words: ['imports', 'list'],
    summary: 'list the files that were imported in the dashboard or over HTTP',
    load: async () => (await import('./commands/tracking/imports.ts')).listImportsCommand(),
  },
  {
    words: ['imports', 'rejects'],
    summary: 'print the lines of one that were not taken, and why',
    load: async () => (await import('./commands/tracking/imports.ts')).importRejectsCommand(),
  },
  {
    words: ['lists', 'update'],
    summary: 'load lists of user agents or networks as new versions',
    load: async () => (await import('./commands/tracking/lists.ts')).updateListsCommand(),
  },
  {
    words: ['lists', 'show'],
    summary: 'show the lists that hold now, with their age',
    load: async () => (await import('./commands/tracking/lists.ts')).showListsCommand(),
  },
  {
    words: ['lists', 'history'],
    summary: 'list every version of the lists, and when they were looked through',
    load: async () => (await import('./commands/tracking/lists.ts')).listHistoryCommand(),
  },
  {
    words: ['lists', 'check'],
    summary: 'note that a list was looked through and found right',
    load: async () => (await import('./commands/tracking/lists.ts')).checkListCommand(),
  },
  {
    words: ['lists', 'withdraw'],
    summary: 'take back a list that was loaded by mistake',
    load: async () => (await import('./commands/tracking/lists.ts')).withdrawListCommand(),
  },
  {
    words: ['tracking', 'count'],
    summary: 'count the downloads in a log of requests; needs no server and no database',
    load: async () => (await import('./commands/tracking/count.ts')).countCommand(),
  },
  {
    words: ['tracking', 'spool'],
    summary: 'show what of public requests waits, is aside or was lost',
    load: async () => (await import('./commands/tracking/spool.ts')).spoolCommand(),
  },
  {
    words: ['import', 'requests'],
    summary: "import requests for episodes from a host's log or an export",
    load: async () => (await import('./commands/tracking/import-requests.ts')).importRequestsCommand('requests'),
  },
  {
    words: ['import', 'logs'],
    summary: 'the same as import requests',
    load: async () => (await import('./commands/tracking/import-requests.ts')).importRequestsCommand('logs'),
  },
  {
    words: ['import', 'host-figures'],
    summary: 'enter what a host counted itself, from a CSV file',
    load: async () => (await import('./commands/tracking/import-figures.ts')).importFiguresCommand(),
  },
  {
    words: ['import', 'usage'],
    summary: 'import events of usage from an NDJSON file',
    load: async () => (await import('./commands/cost/usage.ts')).importUsageCommand(),
  },
  {
    words: ['import', 'vendor-report'],
    summary: "set another vendor's export beside our figures",
    load: async () => (await import('./commands/attribution/vendor-report.ts')).vendorReportCommand(),
  },
  {
    words: ['catalog', 'import'],
    summary: 'import a CSV file of advertisers, shows, campaigns, placements, codes or links',
    load: async () => (await import('./commands/catalog/bulk.ts')).importCatalogCommand(),
  },
  {
    words: ['catalog', 'export'],
    summary: 'write a part of the catalogue to a CSV file',
    load: async () => (await import('./commands/catalog/bulk.ts')).exportCatalogCommand(),
  },
  ...ATTRIBUTION_ENTRIES,
  ...COST_ENTRIES,
  ...AI_ENTRIES,
  {
    words: ['shows', 'add'],
    summary: 'make a show from its RSS feed',
    load: async () => (await import('./commands/catalog/shows.ts')).addShowCommand(),
  },
  {
    words: ['shows', 'list'],
    summary: 'list shows with how their feeds stand',
    load: async () => (await import('./commands/catalog/shows.ts')).listShowsCommand(),
  },
  {
    words: ['shows', 'show'],
    summary: 'show what is known of a show',
    load: async () => (await import('./commands/catalog/shows.ts')).showShowCommand(),
  },
  {
    words: ['shows', 'refresh'],
    summary: 'read feeds now',
    load: async () => (await import('./commands/catalog/shows.ts')).refreshShowsCommand(),
  },
  {
    words: ['shows', 'verify'],
    summary: 'look for the token that proves who owns a show',
    load: async () => (await import('./commands/catalog/shows.ts')).verifyShowCommand(),
  },
  {
    words: ['shows', 'transcripts'],
    summary: 'have the transcripts that a feed names kept',
    load: async () => (await import('./commands/catalog/shows.ts')).showTranscriptsCommand(),
  },
  {
    words: ['members', 'list'],
    summary: 'list the members of a tenant, and who is invited',
    load: async () => (await import('./commands/security/members.ts')).listMembersCommand(),
  },
  {
    words: ['members', 'invite'],
    summary: 'invite somebody to a tenant by mail',
    load: async () => (await import('./commands/security/members.ts')).inviteMemberCommand(),
  },
  {
    words: ['members', 'end-sessions'],
    summary: 'sign a member out of a tenant everywhere',
    load: async () => (await import('./commands/security/members.ts')).endMemberSessionsCommand(),
  },
  {
    words: ['members', 'remove'],
    summary: 'take a member out of a tenant',
    load: async () => (await import('./commands/security/members.ts')).removeMemberCommand(),
  },
  {
    words: ['members', 'mails'],
    summary: 'list which mails of a tenant a member gets',
    load: async () => (await import('./commands/security/member-mails.ts')).memberMailsCommand(),
  },
  {
    words: ['members', 'set-mail'],
    summary: 'have a member get mails of a kind, or none',
    load: async () => (await import('./commands/security/member-mails.ts')).setMemberMailCommand(),
  },
  {
    words: ['keys', 'list'],
    summary: 'list the API keys of a tenant',
    load: async () => (await import('./commands/security/keys.ts')).listKeysCommand(),
  },
  {
    words: ['keys', 'create'],
    summary: 'create an API key',
    load: async () => (await import('./commands/security/keys.ts')).createKeyCommand(),
  },
  {
    words: ['keys', 'revoke'],
    summary: 'revoke an API key',
    load: async () => (await import('./commands/security/keys.ts')).revokeKeyCommand(),
  },
  {
    words: ['audit', 'verify'],
    summary: 'find out whether an audit log is as it was written',
    load: async () => (await import('./commands/security/audit-verify.ts')).auditVerifyCommand(),
  },
  {
    words: ['tracking', 'view-counts'],
    summary: 'enter views of videos as totals',
    load: async () => (await import('./commands/tracking/view-counts.ts')).viewCountsCommand(),
  },
  {
    words: ['pulls', 'status'],
    summary: 'show how far hosts have been asked for their figures',
    load: async () => (await import('./commands/integrations/pulls.ts')).pullStatusCommand(),
  },
  {
    words: ['pulls', 'run'],
    summary: 'ask hosts for their figures',
    load: async () => (await import('./commands/integrations/pulls.ts')).runPullsCommand(),
  },
  {
    words: ['hooks', 'list'],
    summary: 'list what shops and tools delivered',
    load: async () => (await import('./commands/integrations/hooks.ts')).listHooksCommand(),
  },
  {
    words: ['hooks', 'show'],
    summary: 'show what became of a delivery',
    load: async () => (await import('./commands/integrations/hooks.ts')).showHookCommand(),
  },
  {
    words: ['hooks', 'replay'],
    summary: 'work on deliveries once more',
    load: async () => (await import('./commands/integrations/hooks.ts')).replayHooksCommand(),
  },
  {
    words: ['privacy', 'list'],
    summary: 'list privacy requests',
    load: async () => (await import('./commands/privacy/list.ts')).listPrivacyCommand(),
  },
  {
    words: ['privacy', 'create'],
    summary: 'take a request of a person about their data',
    load: async () => (await import('./commands/privacy/create.ts')).createPrivacyCommand(),
  },
  {
    words: ['privacy', 'run'],
    summary: 'do the work of privacy requests that wait',
    load: async () => (await import('./commands/privacy/run.ts')).runPrivacyCommand(),
  },
  {
    words: ['privacy', 'export'],
    summary: 'write the data gathered for a person into a file',
    load: async () => (await import('./commands/privacy/export.ts')).exportPrivacyCommand(),
  },
  {
    words: ['credit'],
    summary: 'credit a CSV file of paths; needs no server and no database',
    load: async () => (await import('./commands/attribution/credit.ts')).creditCommand(),
  },
  {
    words: ['simulate'],
    summary: 'write a simulated world with known truth; needs no server and no database',
    load: async () => (await import('./commands/simulator/simulate.ts')).simulateCommand(),
  },
  {
    words: ['validate'],
    summary: 'hold every model against worlds with known truth; needs a database only with --tenant',
    load: async () => (await import('./commands/attribution/validate.ts')).validateCommand(),
  },
  ...PLATFORM_ENTRIES,
  {
    words: ['secret-key', 'rotate'],
    summary: 'bring what the installation seals under a new secret',
    load: async () => (await import('./commands/security/rotate-secret-key.ts')).rotateSecretKeyCommand(),
  },
  {
    words: ['edge', 'key'],
    summary: 'print the key that redirectors get in place of the secret',
    load: async () => (await import('./commands/security/edge-key.ts')).edgeKeyCommand(),
  },
  {
    words: ['oauth-keys', 'rotate'],
    summary: 'make a new key that signs ID tokens',
    load: async () => (await import('./commands/security/rotate-oauth-keys.ts')).rotateOauthKeysCommand(),
  },
];

/**
 * The `earshot` program for `args`, what follows `earshot` on the command line. Only the command they mean is loaded, so that an offline
 * one, and the list of all, never load the server; the others stand there by name.
 */
export async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('earshot')
    .description('Open, self-hosted attribution for podcast advertising')
    .version(versionOfProject())
    .showHelpAfterError('(earshot --help lists the commands)');
  const words = args.filter((arg) => !arg.startsWith('-'));
  if (words[0] === 'help') words.shift();
  const meant = meantBy(words);
  for (const entry of ENTRIES) {
    const command = entry === meant ? await entry.load() : new Command(entry.words.at(-1));
    command.summary(entry.summary).showHelpAfterError(`(earshot ${entry.words.join(' ')} --help says how)`);
    groupOf(program, entry).addCommand(command);
  }
  return program;
}

/** The entry that words begin with; of a command and one below it, such as "import" and "import vendor-report", the one below. */
function meantBy(words: readonly string[]): Entry | undefined {
  const found = ENTRIES.filter((entry) => entry.words.every((word, place) => words[place] === word));
  return found.toSorted((a, b) => b.words.length - a.words.length)[0];
}

/** Where a command stands: the program itself, or the group of the words before its own. */
function groupOf(program: Command, { words }: Entry): Command {
  return words
    .slice(0, -1)
    .reduce(
      (group, name) => group.commands.find((command) => command.name() === name) ?? group.command(name).description(GROUPS[name] ?? name),
      program,
    );
}

function versionOfProject(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}
