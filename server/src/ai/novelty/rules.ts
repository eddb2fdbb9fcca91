/** What a detector says of one point. */
export interface NoveltyPoint {
  /** 0 to 1: how far the point lies beyond what the series has shown; 0 where the last 60 points held something at least as new. */
  score: number;
  /** Whether the score is at least 0.5. */
  alert: boolean;
}

/** Reads a series once, oldest point first, and knows nothing of what comes later. */
export interface NoveltyDetector {
  /** @param atMs when, in milliseconds since 1970 UTC; @param value the measured value, NaN where none was measured. */
  next(atMs: number, value: number): NoveltyPoint;
}

/**
 * The novelty at which a point is worth an alert, as a share of the past range. In the middle of the range of thresholds that serve the
 * files of the Numenta Anomaly Benchmark well; docs/benchmarks.md tells how it was chosen, and what it reaches on other files.
 */
const ALERT_NOVELTY = 0.035;
/** After something new, only what is newer still is told for this many points: one incident, one alert. */
const QUIET_POINTS = 60;
/** A level that held for this many points is the range values are compared with. */
const RANGE_POINTS = 2_500;
/** Beyond this many ranges, more is no different. */
const GREATEST = 1e6;
/** A larger value cannot be told from a fault of what measured it. */
const LARGEST = 1e100;
const DAY_MS = 86_400_000;
const BIN_MS = 1_800_000;
/** A time of day is what was seen at it in about its last 30 points. */
const PROFILE_POINTS = 30;

/** The greatest of the last values: kept in falling order, so that each value is put in and taken out once. */
function openGreatest(window: number): { put(value: number): void; greatest(): number | undefined } {
  let [places, values, head, count]: [number[], number[], number, number] = [[], [], 0, 0];
  return {
    put(value) {
      while (values.length > head && values[values.length - 1] <= value) {
        values.pop();
        places.pop();
      }
      values.push(value);
      places.push(count);
      count += 1;
      while (places[head] < count - window) head += 1;
      if (head < 1_024 || 2 * head < values.length) return;
      [places, values, head] = [places.slice(head), values.slice(head), 0];
    },
    greatest: () => (head < values.length ? values[head] : undefined),
  };
}

type Feature = (value: number, atMs: number) => number;

/**
 * How far a figure lies outside the range of its own past, in units of that range: 0 inside. A figure that leaves a constant is 1 away.
 * Figures that are not finite are not looked at; the first `warmUp` tell nothing.
 */
function openRange(window: number, warmUp: number): (figure: number) => number {
  const [high, low] = [openGreatest(window), openGreatest(window)];
  let count = 0;
  return (figure) => {
    if (!Number.isFinite(figure)) return 0;
    const [most, least] = [high.greatest() ?? figure, -(low.greatest() ?? -figure)];
    high.put(figure);
    low.put(-figure);
    count += 1;
    if (count <= warmUp) return 0;
    const beyond = Math.max(figure - most, least - figure, 0);
    if (beyond === 0) return 0;
    return most > least ? Math.min(beyond / (most - least), GREATEST) : 1;
  };
}

/** What a series was so many points ago; NaN before there were as many. */
function openLag(points: number): (value: number) => number {
  const ring = new Float64Array(points).fill(Number.NaN);
  let at = 0;
  return (value) => {
    const before = ring[at];
    ring[at] = value;
    at = (at + 1) % points;
    return before;
  };
}

/** The mean of the last points; NaN before there are as many. Summed anew each time round, so that errors of rounding do not add up. */
function openMean(points: number): (value: number) => number {
  const ring = new Float64Array(points);
  let [at, sum, isFull] = [0, 0, false];
  return (value) => {
    sum += value - ring[at];
    ring[at] = value;
    at = (at + 1) % points;
    if (at === 0) {
      isFull = true;
      sum = ring.reduce((total, one) => total + one, 0);
    }
    return isFull ? sum / points : Number.NaN;
  };
}

/** What a value lies above the mean of its half-hour of the day (UTC); NaN at the first of a half-hour. */
function openTimeOfDay(): Feature {
  const means = new Float64Array(DAY_MS / BIN_MS);
  const counts = new Uint32Array(DAY_MS / BIN_MS);
  return (value, atMs) => {
    const bin = Math.floor((((atMs % DAY_MS) + DAY_MS) % DAY_MS) / BIN_MS);
    const residual = counts[bin] > 0 ? value - means[bin] : Number.NaN;
    counts[bin] = Math.min(counts[bin] + 1, PROFILE_POINTS);
    means[bin] += (value - means[bin]) / counts[bin];
    return residual;
  };
}

/** Five figures of a series, each as how far it lies beyond its own past. */
function openFeatures(): Feature[] {
  const valueRange = openRange(RANGE_POINTS, 1);
  const [timeOfDay, timeRange] = [openTimeOfDay(), openRange(RANGE_POINTS, 200)];
  const [longMean, meanRange] = [openMean(48), openRange(Infinity, 50)];
  const [lag, lagRange] = [openLag(12), openRange(Infinity, 40)];
  const [shortMean, meanLag, changeRange] = [openMean(20), openLag(20), openRange(Infinity, 40)];
  return [
    (value) => valueRange(value),
    (value, atMs) => timeRange(timeOfDay(value, atMs)),
    (value) => meanRange(longMean(value)),
    (value) => lagRange(value - lag(value)),
    (value) => changeRange(value - meanLag(shortMean(value))),
  ];
}

/**
 * Tells what is new in a series of hourly or finer points: the value, the value against its time of day, the mean of 48 points, the change
 * over 12 points, and the distance from the mean of 20 points that ended 20 points ago. Each is measured in units of its own past range,
 * the largest counts, and after an alert only more is news. In constant memory, at well under a microsecond a figure.
 *
 * The idea is that an anomaly is what a series has not shown before; detectors by range of the Numenta Anomaly Benchmark have it, too
 * (https://github.com/numenta/NAB).
 */
export function openNovelty(): NoveltyDetector {
  const features = openFeatures();
  const recent = openGreatest(QUIET_POINTS);
  return {
    next(atMs, value) {
      if (!(Math.abs(value) <= LARGEST)) return { score: 0, alert: false };
      let novelty = 0;
      for (const feature of features) novelty = Math.max(novelty, feature(value, atMs));
      const known = recent.greatest() ?? 0;
      recent.put(novelty);
      const score = novelty > known ? novelty / (novelty + ALERT_NOVELTY) : 0;
      return { score, alert: score >= 0.5 };
    },
  };
}
