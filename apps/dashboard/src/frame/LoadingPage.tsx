import { Skeleton } from '../components/Skeleton.tsx';

/** While the files of a page come. */
export function LoadingPage() {
  return (
    <div aria-busy="true">
      <p className="visually-hidden">Loading this page.</p>
      <Skeleton lines={['30%', '60%']} />
    </div>
  );
}
