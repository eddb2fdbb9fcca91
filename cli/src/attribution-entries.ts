import type { Entry } from './entry.ts';
import { SHARING_ENTRIES } from './sharing-entries.ts';

/** The commands around matching, credit and the figures that others see. */
export const ATTRIBUTION_ENTRIES: readonly Entry[] = [
  {
    words: ['attribution', 'analytics'],
    summary: 'read reach and the other analyses',
    load: async () => (await import('./commands/attribution/analytics.ts')).analyticsCommand(),
  },
  {
    words: ['attribution', 'run'],
    summary: 'match what waits now, or everything again',
    load: async () => (await import('./commands/attribution/run.ts')).runCommand(),
  },
  {
    words: ['fits', 'create'],
    summary: "fit a data-driven model to a tenant's events",
    load: async () => (await import('./commands/attribution/fits.ts')).createFitCommand(),
  },
  {
    words: ['fits', 'list'],
    summary: 'list the fits of a tenant',
    load: async () => (await import('./commands/attribution/fits.ts')).listFitsCommand(),
  },
  {
    words: ['attribution', 'restatements'],
    summary: 'list what was restated, when, why and by whom',
    load: async () => (await import('./commands/attribution/restatements.ts')).restatementsCommand(),
  },
  {
    words: ['attribution', 'check'],
    summary: 'build every path anew from the events, and compare',
    load: async () => (await import('./commands/attribution/check.ts')).checkCommand(),
  },
  {
    words: ['models', 'list'],
    summary: 'list the models of a tenant, built in and of its own',
    load: async () => (await import('./commands/attribution/models.ts')).listModelsCommand(),
  },
  {
    words: ['models', 'set'],
    summary: "keep a model of the tenant's own",
    load: async () => (await import('./commands/attribution/models.ts')).setModelCommand(),
  },
  {
    words: ['models', 'show'],
    summary: "show a model of the tenant's own",
    load: async () => (await import('./commands/attribution/models.ts')).showModelCommand(),
  },
  {
    words: ['models', 'diff'],
    summary: 'tell what differs between two versions of a model',
    load: async () => (await import('./commands/attribution/models.ts')).diffModelCommand(),
  },
  {
    words: ['models', 'archive'],
    summary: "put a model of the tenant's own out of use",
    load: async () => (await import('./commands/attribution/models.ts')).archiveModelCommand(),
  },
  {
    words: ['runs', 'create'],
    summary: 'compute credit for every conversion, and keep what it came to',
    load: async () => (await import('./commands/attribution/runs.ts')).createRunCommand(),
  },
  {
    words: ['runs', 'list'],
    summary: 'list the runs of a tenant',
    load: async () => (await import('./commands/attribution/runs.ts')).listRunsCommand(),
  },
  {
    words: ['runs', 'export'],
    summary: 'write every credit of a run to a file',
    load: async () => (await import('./commands/attribution/runs.ts')).exportRunCommand(),
  },
  {
    words: ['runs', 'verify'],
    summary: 'compute a run again, from the database or from an export alone',
    load: async () => (await import('./commands/attribution/runs.ts')).verifyRunCommand(),
  },
  {
    words: ['runs', 'compare'],
    summary: 'tell what changed from one run to another, and why',
    load: async () => (await import('./commands/attribution/runs.ts')).compareRunsCommand(),
  },
  {
    words: ['runs', 'delete'],
    summary: 'forget a run',
    load: async () => (await import('./commands/attribution/runs.ts')).deleteRunCommand(),
  },
  {
    words: ['experiments', 'list'],
    summary: 'list the experiments of a tenant',
    load: async () => (await import('./commands/attribution/experiments.ts')).listExperimentsCommand(),
  },
  {
    words: ['experiments', 'plan'],
    summary: 'keep the draft of an experiment and print its size',
    load: async () => (await import('./commands/attribution/experiments.ts')).planExperimentCommand(),
  },
  {
    words: ['experiments', 'start'],
    summary: 'start a draft, which fixes its plan',
    load: async () => (await import('./commands/attribution/experiments.ts')).experimentStepCommand('start'),
  },
  {
    words: ['experiments', 'stop'],
    summary: 'end the exposures of an experiment',
    load: async () => (await import('./commands/attribution/experiments.ts')).experimentStepCommand('stop'),
  },
  {
    words: ['experiments', 'archive'],
    summary: 'put an experiment aside',
    load: async () => (await import('./commands/attribution/experiments.ts')).experimentStepCommand('archive'),
  },
  {
    words: ['experiments', 'readout'],
    summary: 'tell what an experiment shows so far',
    load: async () => (await import('./commands/attribution/experiments.ts')).readoutCommand(),
  },
  {
    words: ['experiments', 'calibration'],
    summary: "hold a model's credit against what was measured",
    load: async () => (await import('./commands/attribution/experiments.ts')).calibrationCommand(),
  },
  {
    words: ['explanations', 'share'],
    summary: 'make a signed page that explains one conversion',
    load: async () => (await import('./commands/attribution/explanations.ts')).shareExplanationCommand(),
  },
  {
    words: ['explanations', 'list'],
    summary: 'list the pages that explain conversions',
    load: async () => (await import('./commands/attribution/explanations.ts')).listExplanationsCommand(),
  },
  {
    words: ['explanations', 'revoke'],
    summary: 'end such a page at once',
    load: async () => (await import('./commands/attribution/explanations.ts')).revokeExplanationCommand(),
  },
  {
    words: ['explanations', 'verify'],
    summary: 'check a signed explanation, and compute it again',
    load: async () => (await import('./commands/attribution/explanation-verify.ts')).verifyExplanationCommand(),
  },
  ...SHARING_ENTRIES,
  {
    words: ['shares', 'list'],
    summary: 'list the shares a tenant gives',
    load: async () => (await import('./commands/attribution/shares.ts')).listCommand(),
  },
  {
    words: ['shares', 'create'],
    summary: 'offer the figures of one campaign to another tenant',
    load: async () => (await import('./commands/attribution/shares.ts')).createCommand(),
  },
  {
    words: ['shares', 'revoke'],
    summary: 'end a share at once',
    load: async () => (await import('./commands/attribution/shares.ts')).revokeCommand(),
  },
  {
    words: ['shares', 'verify'],
    summary: "check a matching share's last run against own events",
    load: async () => (await import('./commands/attribution/shares.ts')).verifyCommand(),
  },
];
