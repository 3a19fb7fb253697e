import { Component, type ReactNode } from 'react';
import { PageHeading } from '../components/PageHeading.tsx';
import { Button } from '../components/Button.tsx';

/** A fault of one page leaves the frame standing, and says so. */
export class Faults extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null };

  static getDerivedStateFromError(fault: Error) {
    return { fault };
  }

  override render() {
    if (!this.state.fault) return this.props.children;
    return (
      <div role="alert">
        <PageHeading
          icon="bad"
          title="This page has failed"
          text={`Nothing is lost, and TED goes on. What the browser says: ${this.state.fault.message}`}
        />
        <p>
          <Button onClick={() => location.reload()}>Load it again</Button>
        </p>
      </div>
    );
  }
}
