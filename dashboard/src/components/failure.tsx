import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { ProblemError } from '../api.ts';
import { paths } from '../paths.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { Warning } from '../ui/icons.tsx';
import { BrandMark } from './brand.tsx';
import { Empty } from './empty.tsx';

/** What went wrong in the API's own words, and a way to try again. */
export function Failure({ error, onRetry, title = texts.failure.title }: { error: Error; onRetry: () => void; title?: string }) {
  return (
    <div role="alert" className="flex flex-col items-start gap-3 px-5 py-6">
      <p className="flex items-center gap-2 font-semibold text-danger">
        <Warning />
        {title}
      </p>
      <p className="max-w-prose text-muted">{error.message}</p>
      <Button onClick={onRetry}>{texts.retry}</Button>
    </div>
  );
}

/** A list that could not be read: for want of the role, which is said in so many words, or otherwise. */
export function ListFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isForbidden = error instanceof ProblemError && error.status === 403;
  if (isForbidden) return <Empty title={texts.forbidden} help={texts.forbiddenHelp} />;
  return <Failure error={error} onRetry={onRetry} />;
}

/** A failure as a panel of its own. */
export function FailurePanel(props: { error: Error; onRetry: () => void }) {
  return (
    <div className="rounded-panel border border-danger-line bg-surface">
      <Failure {...props} />
    </div>
  );
}

/** Stands in for a whole page that could not open. */
export function RoomFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  const retry = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-4">
      <title>{texts.failure.room}</title>
      <div className="rounded-panel border border-line bg-surface">
        <Failure error={error instanceof Error ? error : new Error(String(error))} onRetry={retry} title={texts.failure.room} />
      </div>
    </main>
  );
}

/** For an address that leads nowhere. */
export function MissingPage() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-3 px-6">
      <title>{texts.failure.missing}</title>
      <BrandMark className="size-9" />
      <h1 className="text-title font-semibold tracking-[-0.02em]">{texts.failure.missing}</h1>
      <p className="text-muted">{texts.failure.missingHelp}</p>
      <Link to={paths.overview} className="font-medium text-accent underline underline-offset-4">
        {texts.failure.home}
      </Link>
    </main>
  );
}
