import type { Child } from 'hono/jsx';
import type { Staff } from '../../organisation/staff.ts';
import type { Entry } from '../navigation.ts';
import type { Appearance } from './appearance.ts';

export interface LayoutProps {
  title: string;
  /** Where the page is, for the navigation and for coming back to it. */
  path: string;
  appearance: Appearance;
  /** Null on pages that need no signing in. */
  signedIn: { staff: Staff; entries: readonly Entry[]; formToken: string } | null;
  isDemo: boolean;
  isWide?: boolean;
  notice?: string | null;
  refreshes?: string | null;
  children?: Child;
}
