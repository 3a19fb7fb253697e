import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { queryClient } from '../api/client.ts';
import { Announcer } from './Announcer.tsx';
import { Faults } from './Faults.tsx';
import { Header } from './Header.tsx';
import { LoadingPage } from './LoadingPage.tsx';
import { MissingPage } from './MissingPage.tsx';
import { NoticeBar } from './NoticeBar.tsx';
import { pages } from './pages.ts';
import { TabBar } from './TabBar.tsx';
import { Title } from './Title.tsx';
import { useFocusOnPage } from './use-focus-on-page.ts';
import styles from './App.module.css';

/** The frame that all pages share, and the page that the address names. */
export function App() {
  const main = useFocusOnPage();
  return (
    <QueryClientProvider client={queryClient}>
      {/* The page's content security policy allows no inline styles. */}
      <CSPProvider disableStyleElements>
        <a className={styles.skip} href="#main">
          Skip to the content
        </a>
        <Header />
        <main id="main" ref={main} className={styles.main} tabIndex={-1}>
          <NoticeBar />
          <Faults>
            <Suspense fallback={<LoadingPage />}>
              <Switch>
                {pages.map(({ path, Page }) => (
                  <Route key={path} path={path} component={Page} />
                ))}
                <Route component={MissingPage} />
              </Switch>
            </Suspense>
          </Faults>
        </main>
        <TabBar />
        <Announcer />
        <Title />
      </CSPProvider>
    </QueryClientProvider>
  );
}
