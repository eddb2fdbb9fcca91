import { createHash } from 'node:crypto';
import type { Finding } from '../insights/schema.ts';
import type { Aircheck, Requirement } from './schema.ts';

const MOST_SHOWN = 10;
const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`);

/** A long key by its checksum, so that the whole stays within what a key of insights may have. */
const named = (key: string) => (key.length <= 150 ? key : createHash('sha256').update(key).digest('hex'));

const NAMES: Readonly<Record<Requirement['kind'], string>> = {
  sponsor: 'sponsor',
  talking_point: 'talking point',
  promo_code: 'promo code',
  address: 'address',
  position: 'position',
  length: 'length',
  forbidden_words: 'forbidden words',
  separation: 'distance to a competitor',
};

/** One of each placement and transcript. */
export function failureKey({ placement, transcript }: Pick<Aircheck, 'placement' | 'transcript'>): string {
  return `aircheck ${named(placement)} ${transcript.id}`;
}

/** A failed aircheck as a finding to be looked at; another one of the same placement and transcript takes its place. */
export function failureOf(aircheck: Aircheck): Finding {
  const { placement, brief, requirements, transcript, counts, createdAt, id } = aircheck;
  const failed = requirements.filter(({ verdict }) => verdict === 'fail');
  const kinds = [...new Set(failed.map(({ kind }) => NAMES[kind]))].join(', ');
  return {
    source: 'analysis',
    kind: 'aircheck_failed',
    key: failureKey(aircheck),
    day: createdAt.slice(0, 10),
    subject: { type: 'transcript', key: transcript.id },
    finding: cut(`The read of ${brief.sponsor} for the placement ${placement} does not do what its brief asks: ${kinds}.`, 500),
    evidence: [
      { label: 'aircheck', value: id },
      { label: 'transcript', value: `version ${transcript.version}, ${transcript.copy.replaceAll('_', ' ')}` },
      { label: 'requirements', value: `${counts.pass} pass, ${counts.fail} fail, ${counts.uncertain} uncertain` },
      ...failed.slice(0, MOST_SHOWN).map(({ kind, wanted, why }) => ({ label: NAMES[kind], value: cut(`${wanted}: ${why}`, 300) })),
    ],
  };
}
