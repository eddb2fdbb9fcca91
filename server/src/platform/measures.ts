import { Counter, Histogram, Registry } from 'prom-client';
import type { Logger } from './log.ts';

/** What a process measures of its work since it began, beside its requests. Labels never name a tenant or a person. */
export interface Measures {
  registry: Registry;
  /** Events that were asked to be stored, by kind (touchpoint, conversion) and what became of them. */
  events: Counter<'kind' | 'outcome'>;
  /** Conversions that were matched for the first time: credited to a touchpoint or not. */
  matched: Counter<'outcome'>;
  /** How often a conversion failed to be matched, and was set aside. */
  setAside: Counter;
  /** Seconds from a conversion's commit to that of its path, of events as they come; files of the past are not in it. */
  attributionDelay: Histogram;
  /** Requests that a quota or a limit refused, by error code and quota. */
  refusals: Counter<'code' | 'quota'>;
  /** US dollars that calls of models came to, by task. */
  aiSpend: Counter<'task'>;
  /** Seconds of background work for one tenant, by task and outcome. */
  work: Histogram<'task' | 'outcome'>;
}

const measuresByLog = new WeakMap<Logger, Measures>();

function openMeasures(): Measures {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    events: new Counter({
      name: 'earshot_events_total',
      help: 'Events that were sent, by kind and outcome: accepted, duplicate, conflict, invalid, quota_exceeded.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    matched: new Counter({
      name: 'earshot_matched_conversions_total',
      help: 'Conversions matched for the first time, by outcome: credited to a touchpoint, or uncredited.',
      labelNames: ['outcome'],
      registers,
    }),
    setAside: new Counter({
      name: 'earshot_conversions_set_aside_total',
      help: 'How often a conversion could not be matched for a fault of its own, and was set aside to be tried again later.',
      registers,
    }),
    attributionDelay: new Histogram({
      name: 'earshot_attribution_delay_seconds',
      help: 'From the moment a conversion is stored until its path is, of events as they come; imports of the past are not in it.',
      buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600],
      registers,
    }),
    refusals: new Counter({
      name: 'earshot_limit_refusals_total',
      help: 'Requests that a quota or limit of their tenant refused, by error code and quota ("own" for limits that a tenant set itself).',
      labelNames: ['code', 'quota'],
      registers,
    }),
    aiSpend: new Counter({
      name: 'earshot_ai_spend_usd_total',
      help: 'US dollars that calls of language and speech models came to, by task.',
      labelNames: ['task'],
      registers,
    }),
    work: new Histogram({
      name: 'earshot_work_duration_seconds',
      help: 'Background work for one tenant, by task and outcome (done, failed).',
      labelNames: ['task', 'outcome'],
      buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600],
      registers,
    }),
  };
}

/** What the process of this log measures. */
export function measuresOf(log: Logger): Measures {
  let measures = measuresByLog.get(log);
  if (!measures) measuresByLog.set(log, (measures = openMeasures()));
  return measures;
}
