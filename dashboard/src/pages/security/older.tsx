import { Failure } from '../../components/failure.tsx';
import { auditTexts } from '../../texts-audit.ts';
import { Button } from '../../ui/button.tsx';

interface OlderProps {
  error: Error | null;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Below a list that is read a page at a time: the next page, or why it did not come. */
export function Older({ error, hasNextPage, isFetchingNextPage, fetchNextPage }: OlderProps) {
  if (error) return <Failure error={error} onRetry={() => void fetchNextPage()} />;
  if (!hasNextPage) return null;
  return (
    <div className="p-3 text-center">
      <Button look="quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {isFetchingNextPage ? auditTexts.loadingMore : auditTexts.more}
      </Button>
    </div>
  );
}
