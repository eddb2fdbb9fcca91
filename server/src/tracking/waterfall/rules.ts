import { FILTER_REASONS } from '../downloads/schema.ts';
import { TOLERATED_DIFFERENCE } from './schema.ts';

/** Which requests a waterfall is of: of a show, an episode, some days (UTC, the end excluded), or what some placements cover. */
export interface Selection {
  show?: string | undefined;
  episode?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  reaches?: readonly { show: string; episode: string | null; startsOn: string | null; endsOn: string | null }[] | undefined;
}

/** The reasons for which requests are no download, in the order of the rules. */
const WATERFALL_REASONS = ['not_counted_by_source', ...FILTER_REASONS] as const;
type WaterfallReason = (typeof WATERFALL_REASONS)[number];

/** Requests as they fall through the filters: all = filtered + repeats + downloads. */
export interface RequestFall {
  requests: number;
  filtered: { reason: WaterfallReason; requests: number }[];
  repeats: number;
  downloads: number;
  /** Downloads whose address may be matched by. */
  usable: number;
  evidence: { evidence: string; requests: number; downloads: number }[];
}

interface Sum {
  evidence: string;
  fate: string;
  isUsable: boolean;
  requests: number;
}

/** The fall of requests whose fates were summed. */
export function fallOf(sums: readonly Sum[]): RequestFall {
  const total = (isMeant: (sum: Sum) => boolean) => sums.reduce((all, sum) => (isMeant(sum) ? all + sum.requests : all), 0);
  const kinds = [...new Set(sums.map(({ evidence }) => evidence))];
  return {
    requests: total(() => true),
    filtered: WATERFALL_REASONS.map((reason) => ({ reason, requests: total(({ fate }) => fate === reason) })).filter(
      ({ requests }) => requests !== 0,
    ),
    repeats: total(({ fate }) => fate === 'repeat'),
    downloads: total(({ fate }) => fate === 'download'),
    usable: total(({ fate, isUsable }) => fate === 'download' && isUsable),
    evidence: kinds.map((evidence) => ({
      evidence,
      requests: total((sum) => sum.evidence === evidence),
      downloads: total((sum) => sum.evidence === evidence && sum.fate === 'download'),
    })),
  };
}

/** What a host counted beside what was counted here of the same days. */
export interface HostComparison {
  sources: string[];
  /** Figures of a show or an episode on one day that were entered. */
  figures: number;
  downloads: number;
  counted: number;
  /** The host's less ours. */
  difference: number;
  /** The difference as a share of the host's figure; null where the host has none. */
  differenceShare: number | null;
  isBeyondTolerance: boolean;
  /** What each rule took out here: at most so much of a difference comes from a host that does without the rule. */
  explained: { reason: string; requests: number; mostOfDifference: number | null }[];
}

/** Holds a host's figure against ours; undefined when no figure was entered. */
export function compareWithHost(host: {
  downloads: number;
  days: number;
  sources: string[];
  ours: readonly { fate: string; requests: number }[];
}): HostComparison | undefined {
  if (host.days === 0) return undefined;
  const counted = host.ours.find(({ fate }) => fate === 'download')?.requests ?? 0;
  const difference = host.downloads - counted;
  const differenceShare = host.downloads === 0 ? null : difference / host.downloads;
  const others = host.ours.filter(({ fate }) => fate !== 'download');
  return {
    sources: host.sources,
    figures: host.days,
    downloads: host.downloads,
    counted,
    difference,
    differenceShare,
    isBeyondTolerance: differenceShare === null ? counted > 0 : Math.abs(differenceShare) > TOLERATED_DIFFERENCE,
    explained: others
      .map(({ fate, requests }) => ({
        reason: fate,
        requests,
        mostOfDifference: difference <= 0 ? null : Math.min(1, requests / difference),
      }))
      .toSorted((a, b) => b.requests - a.requests || (a.reason < b.reason ? -1 : 1)),
  };
}
