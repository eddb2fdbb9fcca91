import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api.ts';
import { PLATFORM } from './platform-api.ts';
import { sessionQuery } from './queries.ts';
import { createDashboardRouter } from './routes.tsx';
import './ui/tokens.css';

const RETRIES = 2;

function isWorthRetrying(failures: number, error: Error): boolean {
  return failures < RETRIES && error instanceof ProblemError && (error.status === 0 || error.status === 503);
}

/** Asks whether or not the browser believes to be online: a server on the same machine answers all the same. */
const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: isWorthRetrying, retryDelay: (attempt) => 400 * 2 ** attempt, staleTime: 15_000 },
    mutations: { networkMode: 'always' },
  },
  queryCache: new QueryCache({
    onError: (error, query) => {
      const [about] = query.queryKey;
      const isOthers = about === sessionQuery.queryKey[0] || about === PLATFORM[0];
      const isOver = error instanceof ProblemError && error.status === 401 && !isOthers;
      if (!isOver) return;
      queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
      void router.invalidate();
    },
  }),
});

const router = createDashboardRouter(queryClient);

const root = document.getElementById('app');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
