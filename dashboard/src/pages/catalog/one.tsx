import type { ReactNode } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { ProblemError } from '../../api.ts';
import { Empty } from '../../components/empty.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { catalogTexts } from '../../texts-catalog.ts';
import { texts } from '../../texts.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';

interface OneProps<Thing> {
  /** What it is, such as `campaign`. */
  what: string;
  of: string;
  above: ReactNode;
  query: { data?: Thing; error: Error | null; refetch: () => unknown };
  children: (thing: Thing) => ReactNode;
}

/** One thing of the catalogue in whichever state it is: on its way, not there, failed, or there. */
export function One<Thing>({ what, of: key, above, query, children }: OneProps<Thing>) {
  if (query.data !== undefined) return children(query.data);
  const isMissing = query.error instanceof ProblemError && query.error.status === 404;
  return (
    <>
      <RoomHead title={key} above={above} />
      <div className="rounded-panel border border-line bg-surface">
        {isMissing && <Empty title={catalogTexts.missing(what)} help={catalogTexts.missingHelp(key)} />}
        {query.error && !isMissing && <ListFailure error={query.error} onRetry={() => void query.refetch()} />}
        {!query.error && <SkeletonLines count={6} label={texts.loading} />}
      </div>
    </>
  );
}
