import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import type { Recommendation } from '../../recommendations-api.ts';
import { recommendationTexts as words } from '../../texts-recommendations.ts';

const LINK = 'text-accent-strong underline underline-offset-2 wrap-anywhere';
const DAY_MS = 86_400_000;

/** What a recommendation is about, in its own room; nothing for what has none. */
function SubjectLink({ of: { type, key, name } }: { of: Recommendation['subjects'][number] }) {
  if (key === null) return null;
  const to = { campaign: paths.campaign, show: paths.show, source: paths.source } as const;
  if (type === 'campaign' || type === 'show' || type === 'source')
    return (
      <Link to={to[type]} params={{ key }} search={{}} className={LINK}>
        {words.subjectLinks[type](name)}
      </Link>
    );
  return (
    <Link to={type === 'tag' ? paths.tags : paths.codeLeaks} search={{}} className={LINK}>
      {type === 'tag' ? words.tagsLink : words.codesLink}
    </Link>
  );
}

/** By what the report groups that the figures of a recommendation stand in. */
function groupingOf({ kind, subjects: [first] }: Recommendation): 'campaign' | 'show' | undefined {
  if (kind === 'fix_tracking') return first.type === 'campaign' || first.type === 'tenant' ? 'campaign' : undefined;
  return first.type === 'show' ? 'show' : 'campaign';
}

/** The rooms in which what a recommendation rests on can be looked into: what it is about, and the report of its period. */
export function RecommendationLinks({ of: one }: { of: Recommendation }) {
  const grouping = groupingOf(one);
  const from = one.period.from.slice(0, 10);
  // The period ends with its last instant; an address names its last day.
  const to = new Date(Date.parse(one.period.to) - DAY_MS).toISOString().slice(0, 10);
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 pt-3 text-small">
      <span className="text-muted">{words.lookInto}</span>
      {one.subjects.map((subject) => (
        <SubjectLink key={`${subject.type} ${subject.key}`} of={subject} />
      ))}
      {grouping !== undefined && (
        <Link to={paths.reach} search={{ by: grouping === 'show' ? grouping : undefined, from, to }} className={LINK}>
          {words.reportLinks[grouping]}
        </Link>
      )}
    </p>
  );
}
