import { useEffect, useRef } from 'react';
import { usePathname } from 'wouter/use-browser-location';

/** Whoever follows a link to another page by keyboard or ear goes on at that page's beginning. */
export function useFocusOnPage() {
  const main = useRef<HTMLElement>(null);
  const path = usePathname();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
