import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { endSession } from '../api.ts';
import { paths } from '../paths.ts';

/** Ends the session and forgets what it showed. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async () => {
    await endSession().catch(() => undefined);
    queryClient.clear();
    await router.navigate({ to: paths.signIn, search: {} });
  };
}
