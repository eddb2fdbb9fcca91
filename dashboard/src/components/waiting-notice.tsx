import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { formatPlural } from '../format.ts';
import { sessionQuery, statusQuery } from '../queries.ts';
import { texts } from '../texts.ts';
import { Hourglass, Warning } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';

/**
 * Says when the last nightly check found something, and how much is still being matched, and has every figure read again as that number
 * moves; a reading under way is left to finish.
 */
export function WaitingNotice() {
  const queryClient = useQueryClient();
  const { data: session } = useSuspenseQuery(sessionQuery);
  // Whoever pays the bills sees no figures, and so has none that wait.
  const { data: status } = useQuery({ ...statusQuery, enabled: session.role !== 'billing' });
  const waiting = status && status.waitingConversions + status.waitingTouchpoints;
  const before = useRef(waiting);
  useEffect(() => {
    const moved = before.current !== undefined && waiting !== undefined && before.current !== waiting;
    before.current = waiting;
    if (moved) void queryClient.invalidateQueries({ queryKey: ['figures'] }, { cancelRefetch: false });
  }, [waiting, queryClient]);
  const check = status?.lastCheck;
  const differs = check?.verdict === 'differs' && (
    <Notice tone="danger" icon={<Warning />}>
      {texts.checkDiffers(formatPlural(check.differenceCount, texts.differences))}
    </Notice>
  );
  if (!waiting)
    return (
      <>
        {differs}
        <div role="status" className="contents" />
      </>
    );
  return (
    <>
      {differs}
      <Notice tone="notice" icon={<Hourglass />} live="status">
        {texts.waiting(formatPlural(waiting, texts.waitingEvents))}
      </Notice>
    </>
  );
}
