import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { leaveTenant } from '../leaving.ts';
import { paths } from '../paths.ts';
import { sessionQuery } from '../queries.ts';
import { listMemberships, switchTenant } from '../settings-api.ts';

/** The tenants that who is signed in belongs to. */
export const membershipsQuery = queryOptions({
  queryKey: ['memberships'],
  queryFn: ({ signal }) => listMemberships(signal),
  staleTime: 60_000,
});

/** Goes on with another of one's tenants, at its overview. */
export function useSwitchTenant() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: switchTenant,
    onSuccess: async () => {
      leaveTenant();
      await queryClient.refetchQueries({ queryKey: sessionQuery.queryKey });
      queryClient.removeQueries({ type: 'inactive' });
      await router.navigate({ to: paths.overview, search: {} });
      await queryClient.resetQueries();
      await router.invalidate();
    },
  });
}
