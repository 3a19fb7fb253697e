import { Link } from 'wouter';
import { PageHeading } from '../components/PageHeading.tsx';

export function MissingPage() {
  return (
    <>
      <PageHeading title="There is no such page" />
      <p>
        <Link href="/">Go to the live page</Link>
      </p>
    </>
  );
}
