import { Component, type ReactNode } from 'react';
import { MomentPage } from '../maintenance/moment-page.tsx';
import { oneMore, type PageFailures, type Recovery, recoveryFrom } from './recovery.ts';

export type PageBoundaryProps = {
  /** Ends what the citizen had begun: the page that showed it is gone. */
  readonly endSession: () => void;
  readonly loadAnew: () => void;
  readonly children: ReactNode;
};

type State = { readonly failed: boolean; readonly recovery: Recovery | undefined };

/** Keeps an error of any page from leaving a white screen: the session ends and the page begins anew. */
export class PageBoundary extends Component<PageBoundaryProps, State> {
  override state: State = { failed: false, recovery: undefined };
  private failures: PageFailures | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.failures = oneMore(this.failures, performance.now());
    const recovery = recoveryFrom(this.failures);
    this.props.endSession();
    this.setState({ recovery });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (recovery.next === 'load-anew') this.props.loadAnew();
      else this.setState({ failed: false, recovery: undefined });
    }, recovery.afterMs);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.timer);
  }

  override render(): ReactNode {
    const { failed, recovery } = this.state;
    return failed ? <MomentPage status={undefined} say={recovery?.say ?? 'moment'} /> : this.props.children;
  }
}
