import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { formatPlural } from '../../format.ts';
import { paths } from '../../paths.ts';
import { budgetTexts as words } from '../../texts-budgets.ts';
import { Notice } from '../../ui/notice.tsx';
import { recentAlertsQuery } from './budget-queries.ts';

/** What was told of budgets lately, on every page of the room but theirs. */
export function BudgetNotice() {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const { data: recent = [] } = useQuery(recentAlertsQuery);
  if (pathname === paths.costBudgets || recent.length === 0) return null;
  return (
    <Notice tone="notice">
      {words.notice(formatPlural(recent.length, words.alertsCount), recent[0].finding)}{' '}
      <Link to={paths.costBudgets} search={{}} className="font-medium underline underline-offset-4">
        {words.noticeLink}
      </Link>
    </Notice>
  );
}
