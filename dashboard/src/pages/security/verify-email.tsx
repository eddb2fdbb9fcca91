import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { verifyEmail } from '../../account-api.ts';
import { Threshold } from '../../components/threshold.tsx';
import { paths } from '../../paths.ts';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { takeToken } from './link-token.ts';

const words = accountTexts.verify;

function Back() {
  return (
    <Link to={paths.signIn} search={{}} className="mt-4 self-start text-small font-medium text-accent underline-offset-4 hover:underline">
      {accountTexts.forgotten.back}
    </Link>
  );
}

/** Where the link that confirms an address leads; it asks for a click, since some mail programs open links by themselves. */
export function VerifyEmail() {
  const [token] = useState(takeToken);
  const verify = useMutation({ mutationFn: () => verifyEmail(token) });
  if (verify.isSuccess) {
    return (
      <Threshold title={words.done} lead={words.doneLead}>
        <Back />
      </Threshold>
    );
  }
  if (token === '') {
    return (
      <Threshold title={accountTexts.choose.missing} lead={accountTexts.choose.missingLead}>
        <Back />
      </Threshold>
    );
  }
  return (
    <Threshold title={words.title} lead={words.lead}>
      {verify.error && (
        <div className="mb-4">
          <Notice tone="danger" live="alert">
            {verify.error.message}
          </Notice>
        </div>
      )}
      <Button look="solid" className="min-h-11" disabled={verify.isPending} onClick={() => verify.mutate()}>
        {words.submit}
      </Button>
      <Back />
    </Threshold>
  );
}
