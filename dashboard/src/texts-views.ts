/** The words of views of videos, and of entering what a host counted itself. */
export const viewTexts = {
  title: 'Views of videos beside downloads',
  modelled: 'modelled',
  viewsHelp: {
    name: 'Views',
    meaning:
      'A total that the platform tells, by day. Nobody stands behind it who could be matched, so it is modelled: ' +
      'it is in no other figure, and the platform tells no interval.',
  },
  downloadsHelp: {
    name: 'Downloads',
    meaning: 'Downloads counted here on that day, of the same show or episode. Observed, and counted one by one, so without an interval.',
  },
  day: 'Day (UTC)',
  show: 'Show',
  episode: 'Episode',
  whole: 'whole show',
  views: 'Views',
  downloads: 'Downloads',
  platforms: { youtube: 'YouTube', spotify: 'Spotify' } as Record<string, string>,
  counted: ['day', 'days'] as const,
  empty: 'No views in this choice',
  emptyHelp: 'Enter totals of YouTube or Spotify with “earshot tracking view-counts” or PUT /tracking/view-counts.',
  enter: 'Enter a host’s figure',
  enterLead: 'What a host counted itself on one UTC day. It is held against what was counted here, and changes no other figure.',
  hostShow: 'Show',
  hostEpisode: 'Episode',
  hostEpisodeHelp: 'By its key; left empty, the figure is of the whole show.',
  hostDay: 'Day (UTC)',
  hostDownloads: 'Downloads',
  hostDownloadsHelp: 'Left empty, the figure of this day and source is taken back.',
  source: 'Who counted',
  sourceHelp: 'Such as the host’s name.',
  save: 'Save the figure',
  stored: 'The host’s figure is saved.',
  removed: 'The host’s figure is taken back.',
  nothing: 'There was no such figure to take back.',
} as const;
