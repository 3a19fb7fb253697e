import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LoadFailed } from './LoadFailed.tsx';
import { Skeleton } from './Skeleton.tsx';

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** "This list", "This game". */
  what: string;
  skeleton: readonly string[];
  children: (data: T) => ReactNode;
}

/**
 * What was asked for: blocks while it comes, the reason and a way to try again when it cannot be had. What was there
 * before stays, with the reason above it.
 */
export function Loaded<T>({ query, what, skeleton, children }: LoadedProps<T>) {
  return (
    <>
      {query.error && <LoadFailed query={query} what={what} />}
      {query.data !== undefined ? children(query.data) : query.isPending && <Skeleton lines={skeleton} />}
    </>
  );
}
