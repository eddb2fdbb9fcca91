import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { billTexts as words } from '../../texts-bill.ts';
import { Panel } from '../../ui/panel.tsx';

const MONTHS = 12;

/** The months back from that of a day, the present one first. */
function monthsBefore(today: string): string[] {
  const [year, month] = today.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7));
}

/** The way to each month's statement. */
export function StatementLinks({ today }: { today: string }) {
  return (
    <Panel id="statements" title={words.statements}>
      <div className="flex flex-col gap-3 px-4 pb-5 sm:px-5">
        <p className="text-muted">{words.statementsLead}</p>
        <ul className="flex flex-wrap gap-x-4 gap-y-2">
          {monthsBefore(today).map((month) => (
            <li key={month}>
              <Link to={paths.statement} params={{ month }} className="inline-flex min-h-6 items-center text-accent-strong underline">
                {month}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
