/** The words of downloads by show, episode and day. */
export const downloadTexts = {
  title: 'Downloads by show and day',
  by: 'One row for each',
  groups: { 'show,day': 'By show and day', show: 'By show', episode: 'By episode', day: 'By day' },
  day: 'Day (UTC)',
  show: 'Show',
  episode: 'Episode',
  none: 'not known',
  downloads: 'Downloads',
  downloadsHelp: {
    name: 'Downloads',
    meaning:
      'Unique downloads that every rule left: of each listener and episode one in 24 hours, with a minute of audio at least where bytes ' +
      'are known. Counted one by one, so without an interval.',
  },
  usable: 'Usable',
  usableHelp: {
    name: 'Usable downloads',
    meaning: 'Those on an address that may stand for a household or a person, so that they can be matched: no relay and no datacenter.',
  },
  requests: 'Requests',
  requestsHelp: { name: 'Requests', meaning: 'All requests for the files, before any rule. What became of them stands above.' },
  evidence: 'Known by',
  counted: ['row', 'rows'] as const,
  empty: 'No downloads in this choice',
  emptyHelp: 'Give a show its tracking prefix, or import the logs of its host.',
} as const;
