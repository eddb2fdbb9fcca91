/** One line of a host's log, as its columns; null where the log does not say. */
export interface LogRow {
  timestamp: string;
  ip: string;
  userAgent: string;
  method: string;
  url: string;
  status: number;
  range: string;
  bytesSent: number;
  durationSeconds: number | null;
  fileBytes: number | null;
  headerBytes: number | null;
  /** What the host calls the episode, which is not what the feed does. */
  episode: string;
}

/** One request as the prefix saw it. */
export interface SeenRow {
  timestamp: string;
  ip: string;
  userAgent: string;
  method: string;
  range: string;
  /** What stood behind the prefix. */
  file: string;
}

/** An episode as the feed has it: its file is not quite the one that listeners are sent, since ads differ. */
export interface FedFile {
  guid: string;
  url: string;
  durationSeconds: number;
  fileBytes: number;
}

/** A day of a host's log and of a prefix, and how many downloads its listeners made by construction. */
export interface RecordedDay {
  rows: LogRow[];
  /** What a prefix saw of the same day, before the host answered. */
  seen: SeenRow[];
  catalogue: FedFile[];
  /** How often a person played at least a minute. */
  truth: number;
  /** How often each behaviour occurs, and what it is worth. */
  behaviours: Record<string, { times: number; downloads: number }>;
}

type Chance = () => number;

/** Mulberry32: the same seed, the same day. */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DAY_MS = 86_400_000;
const PLAYERS = [
  'Podcasts/1610.1 CFNetwork/1410.0.3 Darwin/22.6.0',
  'AntennaPod/3.4.0',
  'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)',
  'PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)'.replace(' Feed Parser', ' Player'),
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  'CastBox/11.2.1 (fm.castbox.audiobook.radio.podcast; build:1; Android 14) okhttp/4.9.3',
] as const;
const BOTS = [
  'Googlebot/2.1 (+http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
] as const;
const WATCH = 'atc/1.0 watchOS/10.1 model/Watch6,1 hwp/t8301 build/21S67 (6; dt:229)';

interface Episode {
  url: string;
  guid: string;
  hostId: string;
  durationSeconds: number;
  fileBytes: number;
  headerBytes: number;
  /** What makes a download: the header and a minute at the episode's bitrate. */
  threshold: number;
}

function episodeOf(place: number, chance: Chance): Episode {
  const durationSeconds = 600 + Math.floor(chance() * 4_800);
  const bytesPerSecond = 8_000 + Math.floor(chance() * 16_000);
  const headerBytes = 2_000 + Math.floor(chance() * 200_000);
  const fileBytes = headerBytes + durationSeconds * bytesPerSecond;
  return {
    url: `https://cdn.example/show/${place}.mp3`,
    guid: `guid-${place}`,
    hostId: `host-${place}`,
    durationSeconds,
    fileBytes,
    headerBytes,
    threshold: headerBytes + 60 * bytesPerSecond,
  };
}

/** One listener who wants one episode once. */
interface Scene {
  episode: Episode;
  ip: string;
  userAgent: string;
  startMs: number;
  chance: Chance;
}

type Ask = Partial<LogRow> & { afterMs?: number };

function rowsOf({ episode, ip, userAgent, startMs }: Scene, asks: readonly Ask[]): LogRow[] {
  const { url, hostId, durationSeconds, fileBytes, headerBytes } = episode;
  return asks.map(({ afterMs = 0, ...ask }) => ({
    timestamp: new Date(startMs + afterMs).toISOString(),
    ip,
    userAgent,
    method: 'GET',
    url,
    status: 200,
    range: '',
    bytesSent: fileBytes,
    durationSeconds,
    fileBytes,
    headerBytes,
    episode: hostId,
    ...ask,
  }));
}

const part = (start: number, end: number, afterMs: number): Ask => ({
  afterMs,
  status: 206,
  range: `bytes=${start}-${end - 1}`,
  bytesSent: end - start,
});

/** What a player does, and how many downloads that is. */
type Behaviour = (scene: Scene) => { rows: LogRow[]; seen?: SeenRow[]; downloads: number };

/** The prefix sees each request a moment before the host; the address behind it is written in one of the ways that feeds have. */
function seenOf({ chance }: Scene, rows: readonly LogRow[]): SeenRow[] {
  return rows.map(({ timestamp, ip, userAgent, method, range, url }) => {
    const bare = url.replace('https://', '');
    const file = [bare, url, `pdst.fm/e/${bare}`][Math.floor(chance() * 3)];
    return { timestamp: new Date(Date.parse(timestamp) - 200).toISOString(), ip, userAgent, method, range, file };
  });
}

/** What a player does, told by the prefix, too. */
const twice =
  (play: Behaviour): Behaviour =>
  (scene) => {
    const played = play(scene);
    return { ...played, seen: seenOf(scene, played.rows) };
  };

const UNSIZED: Partial<LogRow> = { durationSeconds: null, fileBytes: null, headerBytes: null };

/** How much of a file somebody fetches who plays from a minute on to its end. */
const playedBytes = ({ chance, episode: { threshold, fileBytes } }: Scene) => threshold + Math.floor(chance() * (fileBytes - threshold));

const wholeFile: Behaviour = (scene) => ({ rows: rowsOf(scene, [{}]), downloads: 1 });

const BEHAVIOURS: Readonly<Record<string, { weight: number; play: Behaviour }>> = {
  'whole file': { weight: 30, play: wholeFile },
  'probe, then ranges in order': {
    weight: 20,
    play: (scene) => {
      const { fileBytes } = scene.episode;
      const steps = 3 + Math.floor(scene.chance() * 4);
      const asks = Array.from({ length: steps }, (_, step) =>
        part(Math.floor((fileBytes * step) / steps), Math.floor((fileBytes * (step + 1)) / steps), 1_000 + step * 20_000),
      );
      return { rows: rowsOf(scene, [part(0, 2, 0), ...asks]), downloads: 1 };
    },
  },
  'two parts that only together are a minute': {
    weight: 6,
    play: (scene) => {
      const { threshold } = scene.episode;
      const middle = Math.floor(threshold * 0.6);
      return { rows: rowsOf(scene, [part(0, middle, 0), part(middle, threshold + 1, 600_000)]), downloads: 1 };
    },
  },
  'the same part twice, less than a minute': {
    weight: 4,
    play: (scene) => ({
      rows: rowsOf(scene, [
        part(0, Math.floor(scene.episode.threshold * 0.7), 0),
        part(0, Math.floor(scene.episode.threshold * 0.7), 60_000),
      ]),
      downloads: 0,
    }),
  },
  'pre-load that is never played': {
    weight: 10,
    play: (scene) => ({
      rows: rowsOf(scene, [part(0, Math.floor(scene.episode.threshold * (0.1 + 0.8 * scene.chance())), 0)]),
      downloads: 0,
    }),
  },
  'cut off before a minute': {
    weight: 4,
    play: (scene) => ({ rows: rowsOf(scene, [{ bytesSent: Math.floor(scene.episode.threshold * 0.5) }]), downloads: 0 }),
  },
  'again within the day': {
    weight: 8,
    play: (scene) => ({ rows: rowsOf(scene, [{}, { afterMs: 1_800_000, url: `${scene.episode.url}?again=1` }]), downloads: 1 }),
  },
  'another address of the same /64': {
    weight: 3,
    play: (scene) => {
      const network = `2001:db8:${Math.floor(scene.chance() * 65_535).toString(16)}:${Math.floor(scene.chance() * 65_535).toString(16)}`;
      const at = (host: string): Ask => ({ ip: `${network}:0:0:0:${host}` });
      return { rows: rowsOf(scene, [at('1'), { ...at('beef'), afterMs: 900_000 }]), downloads: 1 };
    },
  },
  'several devices behind one address': {
    weight: 3,
    play: (scene) => ({ rows: PLAYERS.slice(0, 4).flatMap((userAgent) => rowsOf({ ...scene, userAgent }, [{}])), downloads: 4 }),
  },
  bot: {
    weight: 6,
    play: (scene) => ({ rows: rowsOf({ ...scene, userAgent: BOTS[Math.floor(scene.chance() * BOTS.length)] }, [{}]), downloads: 0 }),
  },
  'watch beside its phone': {
    weight: 3,
    play: (scene) => ({ rows: [...rowsOf(scene, [{}]), ...rowsOf({ ...scene, userAgent: WATCH }, [{ afterMs: 5_000 }])], downloads: 1 }),
  },
  'no user agent': { weight: 2, play: (scene) => ({ rows: rowsOf(scene, [{ userAgent: '' }]), downloads: 0 }) },
  HEAD: { weight: 3, play: (scene) => ({ rows: rowsOf(scene, [{ method: 'HEAD', bytesSent: 0 }]), downloads: 0 }) },
  'not modified': { weight: 2, play: (scene) => ({ rows: rowsOf(scene, [{ status: 304, bytesSent: 0 }]), downloads: 0 }) },
  'not found': { weight: 1, play: (scene) => ({ rows: rowsOf(scene, [{ status: 404, bytesSent: 300 }]), downloads: 0 }) },
  'whole file by a prefix': { weight: 10, play: twice(wholeFile) },
  'ranges by a prefix': {
    weight: 4,
    play: twice((scene) => {
      const middle = Math.floor(scene.episode.threshold / 2);
      return { rows: rowsOf(scene, [part(0, middle, 0), part(middle, playedBytes(scene), 30_000)]), downloads: 1 };
    }),
  },
  'pre-load by a prefix': {
    weight: 4,
    play: twice((scene) => ({ rows: rowsOf(scene, [part(0, Math.floor(scene.episode.threshold * 0.9), 0)]), downloads: 0 })),
  },
  'by a prefix to a host that fails': {
    weight: 2,
    play: twice((scene) => ({ rows: rowsOf(scene, [{ status: 503, bytesSent: 200 }]), downloads: 0 })),
  },
  'by a prefix of a host whose log is lost': {
    weight: 4,
    play: (scene) => ({ rows: [], seen: seenOf(scene, rowsOf(scene, [{}])), downloads: 1 }),
  },
  'by a prefix across midnight': {
    weight: 3,
    play: twice((scene) => {
      const midnight = Math.floor(scene.startMs / DAY_MS + 1) * DAY_MS;
      return { rows: rowsOf({ ...scene, startMs: midnight + Math.floor(scene.chance() * 150) }, [{}]), downloads: 1 };
    }),
  },
  'a machine of a datacenter': {
    weight: 6,
    play: twice((scene) => ({ rows: rowsOf({ ...scene, ip: scene.ip.replace(/^\d+\.\d+/, '52.1') }, [{}]), downloads: 0 })),
  },
  'whole file, no sizes in the log': {
    weight: 8,
    play: twice((scene) => ({ rows: rowsOf(scene, [UNSIZED]), downloads: 1 })),
  },
  'part of a file, no sizes in the log': {
    weight: 6,
    play: (scene) => ({ rows: rowsOf(scene, [{ ...part(0, playedBytes(scene), 0), ...UNSIZED }]), downloads: 1 }),
  },
  'pre-load, no sizes in the log': {
    weight: 4,
    play: (scene) => ({
      rows: rowsOf(scene, [{ ...part(0, Math.floor(scene.episode.threshold * scene.chance() * 0.9), 0), ...UNSIZED }]),
      downloads: 0,
    }),
  },
  'cut off before a minute, no sizes in the log': {
    weight: 0.2,
    play: (scene) => ({ rows: rowsOf(scene, [{ ...UNSIZED, bytesSent: Math.floor(scene.episode.threshold * 0.5) }]), downloads: 0 }),
  },
  'probe alone': { weight: 3, play: (scene) => ({ rows: rowsOf(scene, [part(0, 2, 0)]), downloads: 0 }) },
};

const TOTAL_WEIGHT = Object.values(BEHAVIOURS).reduce((sum, { weight }) => sum + weight, 0);

function pick(chance: Chance): string {
  let left = chance() * TOTAL_WEIGHT;
  for (const [name, { weight }] of Object.entries(BEHAVIOURS)) if ((left -= weight) < 0) return name;
  return 'whole file';
}

/** A day of so many listeners, each with an address and a behaviour of their own, in the order of a log; the same seed, the same day. */
export function recordDay({ seed, listeners, day }: { seed: number; listeners: number; day: string }): RecordedDay {
  const chance = chanceOf(seed);
  const episodes = Array.from({ length: 40 }, (_, place) => episodeOf(place, chance));
  const behaviours: RecordedDay['behaviours'] = {};
  const rows: LogRow[] = [];
  const seen: SeenRow[] = [];
  let truth = 0;
  for (let listener = 0; listener < listeners; listener += 1) {
    const name = pick(chance);
    const scene: Scene = {
      episode: episodes[Math.floor(chance() ** 2 * episodes.length)],
      ip: `${11 + ((listener >> 16) & 63)}.${(listener >> 8) & 255}.${listener & 255}.7`,
      userAgent: PLAYERS[Math.floor(chance() * PLAYERS.length)],
      startMs: Date.parse(day) + Math.floor(chance() * (DAY_MS - 2_400_000)),
      chance,
    };
    const played = BEHAVIOURS[name].play(scene);
    rows.push(...played.rows);
    seen.push(...(played.seen ?? []));
    truth += played.downloads;
    const known = (behaviours[name] ??= { times: 0, downloads: 0 });
    known.times += 1;
    known.downloads += played.downloads;
  }
  rows.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
  const catalogue = episodes.map(({ guid, url, durationSeconds, fileBytes }) => {
    return { guid, url, durationSeconds, fileBytes: Math.floor(fileBytes * (0.97 + 0.06 * chance())) };
  });
  return { rows, seen, catalogue, truth, behaviours };
}

/** A day as the lines of a CSV file, header first. */
export function csvOf({ rows }: Pick<RecordedDay, 'rows'>): string[] {
  const columns = Object.keys(rows[0]) as (keyof LogRow)[];
  const cell = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))];
}
