import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { sharingTexts } from '../../texts-sharing.ts';

/** The way from a share to its figures. */
export function ReportLink({ id, campaign, other }: { id: string; campaign: string; other: string }) {
  return (
    <Link
      to={paths.shareReport}
      params={{ id }}
      search={{}}
      aria-label={sharingTexts.reportOf(campaign, other)}
      className="inline-flex min-h-9 items-center rounded-control px-3.5 font-medium text-accent underline underline-offset-4
        hover:bg-sunken"
    >
      {sharingTexts.report}
    </Link>
  );
}
