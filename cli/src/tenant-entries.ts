import type { Entry } from './entry.ts';

/** The commands on tenants, and on their first steps. */
export const TENANT_ENTRIES: readonly Entry[] = [
  {
    words: ['tenants', 'create'],
    summary: 'create a tenant and its first API key',
    load: async () => (await import('./commands/tenants/create.ts')).createCommand(),
  },
  {
    words: ['tenants', 'list'],
    summary: 'list the tenants',
    load: async () => (await import('./commands/tenants/list.ts')).listCommand(),
  },
  {
    words: ['tenants', 'show'],
    summary: 'show a tenant with its quotas and feature flags',
    load: async () => (await import('./commands/tenants/show.ts')).showCommand(),
  },
  {
    words: ['tenants', 'rename'],
    summary: 'give a tenant another name',
    load: async () => (await import('./commands/tenants/rename.ts')).renameCommand(),
  },
  {
    words: ['tenants', 'suspend'],
    summary: 'refuse a tenant everything until it is reactivated',
    load: async () => (await import('./commands/tenants/suspend.ts')).suspendCommand(),
  },
  {
    words: ['tenants', 'reactivate'],
    summary: 'lift a suspension, undo a closing',
    load: async () => (await import('./commands/tenants/reactivate.ts')).reactivateCommand(),
  },
  {
    words: ['tenants', 'close'],
    summary: 'close a tenant, with 30 days to undo it',
    load: async () => (await import('./commands/tenants/close.ts')).closeCommand(),
  },
  {
    words: ['tenants', 'set-tier'],
    summary: 'put a tenant on another tier',
    load: async () => (await import('./commands/tenants/set-tier.ts')).setTierCommand(),
  },
  {
    words: ['tenants', 'set-quota'],
    summary: "set another limit than the tier's for one tenant",
    load: async () => (await import('./commands/tenants/set-quota.ts')).setQuotaCommand(),
  },
  {
    words: ['tenants', 'set-flag'],
    summary: 'turn a feature flag for a tenant or a tier',
    load: async () => (await import('./commands/tenants/set-flag.ts')).setFlagCommand(),
  },
  {
    words: ['tenants', 'export'],
    summary: 'write every row of a tenant to a file',
    load: async () => (await import('./commands/tenants/export.ts')).exportCommand(),
  },
  {
    words: ['onboarding', 'show'],
    summary: 'show how far a tenant is on the way to its first credit',
    load: async () => (await import('./commands/integrations/onboarding.ts')).showOnboardingCommand(),
  },
  {
    words: ['sample', 'load'],
    summary: 'fill an empty tenant with sample data',
    load: async () => (await import('./commands/integrations/sample.ts')).loadSampleCommand(),
  },
  {
    words: ['sample', 'remove'],
    summary: 'remove the sample data of a tenant',
    load: async () => (await import('./commands/integrations/sample.ts')).removeSampleCommand(),
  },
];
