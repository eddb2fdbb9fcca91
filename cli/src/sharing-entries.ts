import type { Entry } from './entry.ts';

/** The commands by which a tenant shows others what it found. */
export const SHARING_ENTRIES: readonly Entry[] = [
  {
    words: ['report-links', 'create'],
    summary: 'make a page that shows a report',
    load: async () => (await import('./commands/attribution/report-links.ts')).createReportLinkCommand(),
  },
  {
    words: ['report-links', 'list'],
    summary: 'list the pages that show reports',
    load: async () => (await import('./commands/attribution/report-links.ts')).listReportLinksCommand(),
  },
  {
    words: ['report-links', 'revoke'],
    summary: 'end such a page at once',
    load: async () => (await import('./commands/attribution/report-links.ts')).revokeReportLinkCommand(),
  },
  {
    words: ['report-schedules', 'create'],
    summary: 'have a report mailed every day, week or month',
    load: async () => (await import('./commands/attribution/report-schedules.ts')).createReportScheduleCommand(),
  },
  {
    words: ['report-schedules', 'list'],
    summary: 'list the reports that are mailed',
    load: async () => (await import('./commands/attribution/report-schedules.ts')).listReportSchedulesCommand(),
  },
  {
    words: ['report-schedules', 'pause'],
    summary: 'have no mails sent until it goes on',
    load: async () => (await import('./commands/attribution/report-schedules.ts')).reportScheduleStepCommand('pause'),
  },
  {
    words: ['report-schedules', 'resume'],
    summary: 'have mails sent again',
    load: async () => (await import('./commands/attribution/report-schedules.ts')).reportScheduleStepCommand('resume'),
  },
  {
    words: ['report-schedules', 'send'],
    summary: 'mail it now',
    load: async () => (await import('./commands/attribution/report-schedules.ts')).reportScheduleStepCommand('send'),
  },
  {
    words: ['report-schedules', 'delete'],
    summary: 'end the mails',
    load: async () => (await import('./commands/attribution/report-schedules.ts')).reportScheduleStepCommand('delete'),
  },
  {
    words: ['brands', 'show'],
    summary: 'show the logo and colour of what a tenant shares',
    load: async () => (await import('./commands/tenants/brands.ts')).showBrandCommand(),
  },
  {
    words: ['brands', 'set'],
    summary: 'replace them',
    load: async () => (await import('./commands/tenants/brands.ts')).setBrandCommand(),
  },
  {
    words: ['brands', 'remove'],
    summary: 'forget them',
    load: async () => (await import('./commands/tenants/brands.ts')).removeBrandCommand(),
  },
  {
    words: ['views', 'list'],
    summary: 'list the saved views that everybody of a tenant sees',
    load: async () => (await import('./commands/tenants/views.ts')).listViewsCommand(),
  },
  {
    words: ['views', 'show'],
    summary: 'show one with the address that it opens',
    load: async () => (await import('./commands/tenants/views.ts')).showViewCommand(),
  },
  {
    words: ['views', 'delete'],
    summary: 'forget one',
    load: async () => (await import('./commands/tenants/views.ts')).deleteViewCommand(),
  },
];
