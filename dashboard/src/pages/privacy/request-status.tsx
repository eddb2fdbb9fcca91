import { Instant } from '../../components/amount.tsx';
import type { PrivacyRequest, RequestStatus } from '../../privacy-api.ts';
import { privacyTexts as words } from '../../texts-privacy.ts';
import { Tag } from '../../ui/notice.tsx';
import { daysUntil } from '../tenants/instants.ts';

const SOON_DAYS = 7;

/** Whether a request still waits for something to be done. */
export function isOpen(status: RequestStatus): boolean {
  return status === 'received' || status === 'verifying' || status === 'in_progress';
}

/** Where a request stands, in a word. */
export function Status({ request: { status, isOverdue } }: { request: PrivacyRequest }) {
  const tone = status === 'received' || status === 'verifying' ? 'notice' : 'plain';
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <Tag tone={tone}>{words.statuses[status]}</Tag>
      {isOverdue && <Tag tone="danger">{words.overdue}</Tag>}
    </span>
  );
}

/** When a request is due; while it is open, also how long that is. */
export function Due({ request: { dueAt, status, isOverdue, extension } }: { request: PrivacyRequest }) {
  const days = daysUntil(dueAt);
  const isPressing = isOpen(status) && days <= SOON_DAYS;
  const rest = [...(isOpen(status) && !isOverdue ? [words.daysLeft(days)] : []), ...(extension === null ? [] : [words.extended])];
  return (
    <span className="flex flex-col">
      <Instant at={dueAt} />
      {rest.length > 0 && <span className={`text-small ${isPressing ? 'font-medium text-danger' : 'text-muted'}`}>{rest.join(', ')}</span>}
    </span>
  );
}
