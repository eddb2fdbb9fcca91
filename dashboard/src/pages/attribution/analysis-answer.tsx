import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { texts } from '../../texts.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';

interface AnswerProps<Answer> {
  query: UseQueryResult<Answer>;
  isEmpty: (answer: Answer) => boolean;
  /** What is said when there is nothing to tell. */
  nothing: { title: string; help: string };
  children: (answer: Answer, busy: boolean) => ReactNode;
}

/** What an analysis answered; or that it failed, that there is nothing, that it is under way. */
export function AnalysisAnswer<Answer>({ query, isEmpty, nothing, children }: AnswerProps<Answer>) {
  const { data, error } = query;
  if (data && !error && !isEmpty(data)) return <>{children(data, query.isPlaceholderData)}</>;
  return (
    <div className="rounded-panel border border-line bg-surface">
      {error ? (
        <ListFailure error={error} onRetry={() => void query.refetch()} />
      ) : data ? (
        <Empty {...nothing} />
      ) : (
        <SkeletonLines count={8} label={texts.loading} />
      )}
    </div>
  );
}
