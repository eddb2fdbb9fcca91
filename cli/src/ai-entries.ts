import type { Entry } from './entry.ts';

/** The commands on what texts and series say. */
export const AI_ENTRIES: readonly Entry[] = [
  {
    words: ['ai', 'anomalies'],
    summary: 'tell what is unusual in a series; needs no server and no database',
    load: async () => (await import('./commands/ai/anomalies.ts')).anomaliesCommand(),
  },
  {
    words: ['ai', 'adreads'],
    summary: 'find the ads in a transcript; needs no server, no database and no key',
    load: async () => (await import('./commands/ai/adreads.ts')).adReadsCommand(),
  },
  {
    words: ['ai', 'predict'],
    summary: 'predict the conversions of campaigns; needs no server and no database',
    load: async () => (await import('./commands/ai/predict.ts')).predictCommand(),
  },
  {
    words: ['ai', 'predictions', 'create'],
    summary: 'predict an outcome, downloads or pacing, and keep it',
    load: async () => (await import('./commands/ai/predictions.ts')).createPredictionCommand(),
  },
  {
    words: ['ai', 'predictions', 'list'],
    summary: 'list the predictions of a tenant',
    load: async () => (await import('./commands/ai/predictions.ts')).listPredictionsCommand(),
  },
  {
    words: ['ai', 'predictions', 'show'],
    summary: 'show a prediction, how such ones did before, and what came',
    load: async () => (await import('./commands/ai/predictions.ts')).showPredictionCommand(),
  },
  {
    words: ['ai', 'providers', 'list'],
    summary: 'list the AI providers of a tenant, with what each cost this month',
    load: async () => (await import('./commands/ai/providers.ts')).listProvidersCommand(),
  },
  {
    words: ['ai', 'providers', 'set'],
    summary: 'add an AI provider, or change one',
    load: async () => (await import('./commands/ai/providers.ts')).setProviderCommand(),
  },
  {
    words: ['ai', 'providers', 'remove'],
    summary: 'delete an AI provider and its key',
    load: async () => (await import('./commands/ai/providers.ts')).removeProviderCommand(),
  },
  {
    words: ['ai', 'providers', 'test'],
    summary: 'ask an AI provider a small question',
    load: async () => (await import('./commands/ai/providers.ts')).testProviderCommand(),
  },
  {
    words: ['ai', 'insights', 'list'],
    summary: 'list what analyses, anomalies and forecasts have found',
    load: async () => (await import('./commands/ai/insights.ts')).listInsightsCommand(),
  },
  {
    words: ['ai', 'insights', 'mark'],
    summary: 'say what became of a finding',
    load: async () => (await import('./commands/ai/insights.ts')).markInsightCommand(),
  },
  {
    words: ['anomalies', 'list'],
    summary: "list what was unusual in a tenant's figures",
    load: async () => (await import('./commands/ai/tenant-anomalies.ts')).listAnomaliesCommand(),
  },
  {
    words: ['anomalies', 'show'],
    summary: 'show an anomaly with the figures of its series',
    load: async () => (await import('./commands/ai/tenant-anomalies.ts')).showAnomalyCommand(),
  },
  {
    words: ['anomalies', 'judge'],
    summary: 'say whether an anomaly was useful, expected or wrong',
    load: async () => (await import('./commands/ai/tenant-anomalies.ts')).judgeAnomalyCommand(),
  },
  {
    words: ['anomalies', 'look'],
    summary: 'look for anomalies now, without the server',
    load: async () => (await import('./commands/ai/tenant-anomalies.ts')).lookForAnomaliesCommand(),
  },
  {
    words: ['ai', 'recommendations', 'list'],
    summary: 'list what a tenant is advised to do',
    load: async () => (await import('./commands/ai/recommendations.ts')).listRecommendationsCommand(),
  },
  {
    words: ['ai', 'recommendations', 'show'],
    summary: 'show a recommendation with its evidence',
    load: async () => (await import('./commands/ai/recommendations.ts')).showRecommendationCommand(),
  },
  {
    words: ['ai', 'recommendations', 'refresh'],
    summary: "look at a tenant's figures now rather than at the daily time",
    load: async () => (await import('./commands/ai/recommendations.ts')).refreshRecommendationsCommand(),
  },
  {
    words: ['ai', 'recommendations', 'dismiss'],
    summary: 'say that a recommendation is not followed',
    load: async () => (await import('./commands/ai/recommendations.ts')).dismissRecommendationCommand(),
  },
  {
    words: ['ai', 'recommendations', 'done'],
    summary: 'say that a recommendation was followed',
    load: async () => (await import('./commands/ai/recommendations.ts')).doneRecommendationCommand(),
  },
  {
    words: ['ai', 'transcripts', 'add'],
    summary: "keep an episode's transcript and analyse it",
    load: async () => (await import('./commands/ai/transcripts.ts')).addTranscriptCommand(),
  },
  {
    words: ['ai', 'transcripts', 'transcribe'],
    summary: 'have audio become a transcript, heard by an AI provider',
    load: async () => (await import('./commands/ai/transcribe.ts')).transcribeCommand(),
  },
  {
    words: ['ai', 'transcripts', 'list'],
    summary: 'list the transcripts of a tenant',
    load: async () => (await import('./commands/ai/transcripts.ts')).listTranscriptsCommand(),
  },
  {
    words: ['ai', 'transcripts', 'show'],
    summary: 'show what was found in a transcript',
    load: async () => (await import('./commands/ai/transcripts.ts')).showTranscriptCommand(),
  },
  {
    words: ['ai', 'transcripts', 'remove'],
    summary: 'forget a transcript',
    load: async () => (await import('./commands/ai/transcripts.ts')).removeTranscriptCommand(),
  },
  {
    words: ['ai', 'briefs', 'list'],
    summary: "list what is asked of placements' reads",
    load: async () => (await import('./commands/ai/briefs.ts')).listBriefsCommand(),
  },
  {
    words: ['ai', 'briefs', 'set'],
    summary: "say what is asked of a placement's read",
    load: async () => (await import('./commands/ai/briefs.ts')).setBriefCommand(),
  },
  {
    words: ['ai', 'briefs', 'show'],
    summary: "show what is asked of a placement's read",
    load: async () => (await import('./commands/ai/briefs.ts')).showBriefCommand(),
  },
  {
    words: ['ai', 'briefs', 'remove'],
    summary: "ask nothing more of a placement's read",
    load: async () => (await import('./commands/ai/briefs.ts')).removeBriefCommand(),
  },
  {
    words: ['ai', 'airchecks', 'run'],
    summary: "hold a transcript against a placement's brief",
    load: async () => (await import('./commands/ai/airchecks.ts')).runAircheckCommand(),
  },
  {
    words: ['ai', 'airchecks', 'list'],
    summary: 'list the airchecks of a tenant',
    load: async () => (await import('./commands/ai/airchecks.ts')).listAirchecksCommand(),
  },
  {
    words: ['ai', 'airchecks', 'show'],
    summary: 'show an aircheck, requirement by requirement',
    load: async () => (await import('./commands/ai/airchecks.ts')).showAircheckCommand(),
  },
  {
    words: ['ai', 'airchecks', 'evidence'],
    summary: 'write an aircheck as a page to send to the sponsor',
    load: async () => (await import('./commands/ai/airchecks.ts')).aircheckEvidenceCommand(),
  },
  {
    words: ['ai', 'airchecks', 'remove'],
    summary: 'forget an aircheck',
    load: async () => (await import('./commands/ai/airchecks.ts')).removeAircheckCommand(),
  },
];
