import type { Definition } from './definitions.ts';

/** The words of the rooms of anomalies. */
export const anomalyTexts = {
  room: 'Anomalies',
  /** Each piece ends on the word whose definition stands behind it. */
  lead: [
    {
      text:
        'What was unusual in downloads, impressions, conversions, spend and match rate, by day and by hour (UTC). ' +
        'Days are held against their robust baseline,',
      word: 'baseline',
    },
    { text: 'hours are watched by a novelty detector,', word: 'novelty' },
    { text: 'and alerts', word: 'alert' },
    { text: 'of one cause are one anomaly: a storm.', word: 'storm' },
  ],
  what: 'anomalies',
  one: 'anomaly',
  list: 'Anomalies',
  empty: 'Nothing unusual so far',
  emptyWatched: (series: string, through: string) =>
    `${series} watched, through ${through}. What is unusual will be listed here and mailed to whoever chose to be (Your account, Mails).`,
  emptyLearning: (series: string) =>
    `Not enough data yet: ${series} have less than six weeks of days. Keep sending events; from the seventh week on each day is looked at.`,
  emptyNothing:
    'Not enough data yet. Send events, add a show, or put the tag on your site: six weeks of days with ' +
    '25 downloads or impressions, or 5 conversions, are needed.',
  watchedCount: ['daily series is', 'daily series are'],
  learningCount: ['series', 'series'],
  watch: (series: string, through: string) => `${series} watched, through ${through}.`,
  when: 'When',
  finding: 'What',
  cause: 'Cause',
  causes: {
    source_silent: 'a source was silent',
    tenant: 'all together',
    shows: 'many shows',
    campaigns: 'many campaigns',
    show: 'one show',
    campaign: 'one campaign',
    series: 'one series',
  },
  series: 'Series',
  status: 'Status',
  statuses: { open: 'open', gone: 'gone: late data explained it', useful: 'useful', expected: 'expected', wrong: 'wrong' },
  metrics: {
    downloads: 'Downloads',
    impressions: 'Impressions',
    conversions: 'Conversions',
    spend: 'Spend at prices per thousand',
    match_rate: 'Match rate',
  },
  kinds: { spike: 'spike', drop: 'drop', shift_up: 'level shift, up', shift_down: 'level shift, down', missing: 'missing' },
  subjects: { tenant: 'everything', show: 'show', campaign: 'campaign' },
  title: (day: string) => `Anomaly of ${day}`,
  hour: (day: string, time: string) => `${day}, ${time} UTC`,
  measured: 'Measured',
  band: 'Expected: 19 of 20 usual days lie here',
  bandHours: 'No alert in here',
  unusual: 'Unusual',
  missing: 'Nothing measured',
  leftOut: 'You said it was expected',
  nothing: 'nothing measured',
  expected: 'Expected',
  between: (low: string, high: string) => `${low} to ${high}`,
  value: 'Measured',
  kind: 'Kind',
  limit: 'Limits',
  limitFactor: (factor: string) => `${factor} × usual`,
  usualLimit: 'usual',
  chart: (metric: string, subject: string) => `${metric} of ${subject}, with what was expected`,
  noCharts: 'None of its series is watched any more.',
  members: 'Its series',
  moreMembers: (count: string) => `${count} more are not shown.`,
  judge: 'Was this worth telling you?',
  judgeLead:
    'Your answer teaches: “useful” lowers the limits of these series by 5 %, “wrong” lifts them by 25 % ' +
    '(0.8 to 2 times the usual in all), and “expected” leaves these days out of what is usual.',
  verdicts: { useful: 'Useful', expected: 'Expected', wrong: 'Wrong' },
  takeBack: 'Take it back',
  judged: (by: string) => `Judged by ${by}.`,
  said: {
    useful: 'Noted as useful: the limits of its series are a little lower now.',
    expected: 'Noted as expected: its days are left out of what is usual.',
    wrong: 'Noted as wrong: the limits of its series are higher now.',
    none: 'Taken back, with what it taught.',
  },
  mayNot: 'An owner, admin or analyst of this tenant can say whether it was useful.',
  told: 'Owners were told.',
  watched: 'What is not watched',
  allWatched: 'Every daily series that there is is watched.',
  notLooked: 'Nothing was looked through yet: that is done after each day and hour.',
  moreUnwatched: (count: string) => `${count} more are not shown.`,
  why: 'Why',
  unwatched: {
    too_short: () => 'not watched yet: less than six weeks of days',
    often_zero: (metric: string) => `not watched: too few days with ${metric}`,
    too_small: (least: string) => `not watched: a usual day has ${least}`,
  },
  least: {
    downloads: 'fewer than 25 downloads',
    impressions: 'fewer than 25 impressions',
    conversions: 'fewer than 5 conversions',
    spend: 'less than 10.00 of spend',
    match_rate: 'a match rate below 5 %',
  },
  daysWith: {
    downloads: 'downloads',
    impressions: 'impressions',
    conversions: 'conversions',
    spend: 'spend',
    match_rate: 'a match rate above 0',
  },
  spendMissing: {
    no_currency: 'Spend has no series, as this tenant has no currency. An owner or admin can choose one under Settings.',
    no_priced_delivery:
      'Spend has no series, as nothing was delivered at a price per thousand in the currency of this tenant. ' +
      'Give placements such a price in the catalogue.',
  },
} as const;

/** What the words of these rooms mean, as in the glossary. */
export const anomalyWords = {
  baseline: {
    name: 'Robust baseline',
    meaning:
      'What a day is expected to be: by its weekday, by how old the last episode is, and by the level of the last three weeks. Each is a ' +
      'median, so that a few strange days do not move it.',
  },
  releaseDay: {
    name: 'Release day',
    meaning: 'A day on which an episode came out, by its feed. A rise on it and the fall after it are expected, and no alert.',
  },
  levelShift: {
    name: 'Level shift',
    meaning: 'A lasting change: days lie on another level than before, each too near to be told by itself, and all of them too far.',
  },
  novelty: {
    name: 'Novelty detector',
    meaning:
      'It watches hours, and finds what a series has not shown before. It is told where it is also far from what the hour usually has.',
  },
  alert: {
    name: 'Alert',
    meaning: 'A day or an hour of one series that lies beyond its limits. What goes on is told once, on its first day or hour.',
  },
  storm: {
    name: 'Storm',
    meaning:
      'Alerts of many series at once. They are grouped by cause, and told as one anomaly: of a ' +
      'silent source, of all, of many shows, of one.',
  },
} as const satisfies Record<string, Definition>;
