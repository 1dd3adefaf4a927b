import type { ViewedCase } from '../../cases/view-case.ts';
import type { PostedForm } from '../frame/posted-form.ts';
import type { Visit } from '../page.ts';

/** What was sent and not taken: the form as it was typed, and why. */
export interface Failed {
  form: PostedForm;
  sentence: string;
}

export interface CaseViewProps {
  visit: Visit;
  viewed: ViewedCase;
  failed: Failed | null;
}
