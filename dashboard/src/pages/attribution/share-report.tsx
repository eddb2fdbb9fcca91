import { lazy, Suspense, useId, useState } from 'react';
import type { Grouping } from '../../api.ts';
import { useMay } from '../../components/may.ts';
import { useReportChoice } from '../../components/report-choice.ts';
import { MOST_SHARED_MODELS, type ReportChoice } from '../../report-links-api.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { useWasOpen } from '../../ui/was-open.ts';

const words = texts.sharing;

const loadShare = () => import('./share-dialog.tsx');
const ShareDialog = lazy(() => loadShare().then((module) => ({ default: module.ShareDialog })));
const loadMail = () => import('./mail-dialog.tsx');
const MailDialog = lazy(() => loadMail().then((module) => ({ default: module.MailDialog })));

interface Shared {
  report: ReportChoice;
  title: string;
}

function Mail({ report, title }: Shared) {
  const [isOpen, open] = useState(false);
  const wasOpen = useWasOpen(isOpen);
  const [said, say] = useState('');
  const near = () => void loadMail();
  return (
    <>
      <Button onPointerEnter={near} onFocus={near} onClick={() => open(true)}>
        {words.mail}
      </Button>
      {wasOpen && (
        <Suspense>
          <MailDialog report={report} title={title} isOpen={isOpen} onClose={() => open(false)} onMade={say} />
        </Suspense>
      )}
      <span role="status" className={said === '' ? 'sr-only' : 'self-center text-small text-muted'}>
        {said}
      </span>
    </>
  );
}

function Link({ report, title }: Shared) {
  const [isOpen, open] = useState(false);
  const wasOpen = useWasOpen(isOpen);
  const near = () => void loadShare();
  return (
    <>
      <Button onPointerEnter={near} onFocus={near} onClick={() => open(true)}>
        {words.link}
      </Button>
      {wasOpen && (
        <Suspense>
          <ShareDialog report={report} title={title} isOpen={isOpen} onClose={() => open(false)} />
        </Suspense>
      )}
    </>
  );
}

interface ShareReportProps {
  models: readonly string[];
  groupBy: Grouping;
  title: string;
  /** Whose credit alone is shared, unless another choice is made. */
  campaign?: string;
}

/**
 * Buttons that mail the report that is looked at and that make a page of it, or that say why there can be none; nothing for whoever may
 * not share. What they open is fetched when they are near to be pressed.
 */
export function ShareReport({ models, groupBy, title, campaign }: ShareReportProps) {
  const report = useReportChoice(models, groupBy, campaign);
  const canShare = useMay('administer');
  const reasonId = useId();
  if (!canShare) return null;
  if (models.length > MOST_SHARED_MODELS)
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p id={reasonId} className="text-small text-muted">
          {words.tooMany(MOST_SHARED_MODELS)}
        </p>
        <Button aria-describedby={reasonId} disabled>
          {words.link}
        </Button>
      </div>
    );
  return (
    <>
      <Mail report={report} title={title} />
      <Link report={report} title={title} />
    </>
  );
}
