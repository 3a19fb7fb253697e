import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './fetch-json.ts';

/** What the pages have asked the gateway for. What is shown stays while it is asked for again, or cannot be had. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // A wrong question stays wrong; a part that is away is asked again by the interval of its page.
      retry: (failures, error) => failures < 1 && !(error instanceof ApiError && error.status >= 400),
      retryDelay: 500,
      refetchOnWindowFocus: true,
    },
  },
});
