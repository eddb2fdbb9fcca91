/** One line on the terminal that tells how far a long command is. */
export interface Progress {
  /** Adds `count` finished units. */
  advance(count: number): void;
  /** Clears the line. Call it before anything else is written, also after a failure. */
  done(): void;
}

/** What a progress line says. Without `total` (unknown) neither share nor remaining time is shown. */
export interface ProgressOptions {
  label: string;
  unit: string;
  total?: number;
}

const FIRST_SHOWN_AFTER_MS = 1_000;
const REDRAW_MS = 250;

/**
 * The text of a progress line after `count` units in `elapsedMs` milliseconds (above zero): label, count, rate and, with a total, share and
 * time left.
 */
export function progressLine({ label, unit, total }: ProgressOptions, count: number, elapsedMs: number): string {
  const rate = (count * 1_000) / elapsedMs;
  const figures = `${label}: ${format(count)}${total === undefined ? '' : ` of ${format(total)}`} ${unit} · ${format(rate)}/s`;
  if (total === undefined || count === 0) return figures;
  const secondsLeft = Math.max(0, (total - count) / rate);
  return `${figures} · ${Math.floor((100 * count) / total)} % · ${duration(secondsLeft)} left`;
}

/** Starts a progress line on standard error. Nothing is shown within the first second, nor when standard error is not a terminal. */
export function startProgress(options: ProgressOptions): Progress {
  const startedAt = performance.now();
  let count = 0;
  let isShown = false;
  const draw = (): void => {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs < FIRST_SHOWN_AFTER_MS) return;
    isShown = true;
    process.stderr.write(`\r\u001b[2K${progressLine(options, count, elapsedMs).slice(0, process.stderr.columns || undefined)}`);
  };
  const timer = process.stderr.isTTY ? setInterval(draw, REDRAW_MS).unref() : undefined;
  return {
    advance(added) {
      count += added;
    },
    done() {
      clearInterval(timer);
      if (isShown) process.stderr.write('\r\u001b[2K');
    },
  };
}

function format(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
