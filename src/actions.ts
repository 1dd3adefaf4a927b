import type { ActionTable, SubjectCheckTable } from './cases/actions-port.ts';
import {
  openFollowUp,
  recordBenefit,
  recordBooking,
  recordCertificate,
  recordEntry,
  recordRelation,
  recordTag,
  withEntry,
} from './cases/outcomes/archive-outcomes.ts';
import { recordConfirmation, recordCorrection, recordDeath } from './cases/outcomes/file-outcomes.ts';
import { payAdvance, recordPayment } from './cases/outcomes/pay.ts';
import {
  bookSanatoriumBed,
  giveSanatoriumBed,
  queueSanatoriumBed,
  recordSanatoriumBenefit,
  releaseSanatoriumBed,
} from './cases/outcomes/sanatorium-bed.ts';
import {
  askSchoolPlace,
  holdSchoolPlace,
  rankSchoolPlace,
  recordChild,
  recordSchoolPlace,
  releaseSchoolPlace,
} from './cases/outcomes/school-place.ts';
import { sanatoriumGuest } from './cases/scarce/sanatorium-eligibility.ts';
import { issueECertificate, issueVeteranCode } from './serving/credential-actions.ts';

/** Everything that a flow may call, by the name that it uses in `flows/*.yaml`. */
export const actions: ActionTable = {
  'record-entry': recordEntry,
  'record-booking': recordBooking,
  'record-benefit': recordBenefit,
  'record-payment': recordPayment,
  'pay-advance': payAdvance,
  'record-certificate': recordCertificate,
  'issue-veteran-code': issueVeteranCode,
  'issue-e-certificate': issueECertificate,
  'record-relation': recordRelation,
  'record-tag': recordTag,
  'record-death': withEntry(recordDeath),
  'record-confirmation': withEntry(recordConfirmation),
  'record-correction': withEntry(recordCorrection),
  'open-follow-up': openFollowUp,
  'queue-sanatorium-bed': queueSanatoriumBed,
  'give-sanatorium-bed': giveSanatoriumBed,
  'release-sanatorium-bed': releaseSanatoriumBed,
  'book-sanatorium-bed': bookSanatoriumBed,
  'record-sanatorium-benefit': recordSanatoriumBenefit,
  'ask-school-place': askSchoolPlace,
  'rank-school-place': rankSchoolPlace,
  'hold-school-place': holdSchoolPlace,
  'release-school-place': releaseSchoolPlace,
  'record-school-place': recordSchoolPlace,
  'record-child': recordChild,
};

/** Who may ask for a service at all, by the name that `flows/*.yaml` uses. */
export const subjectChecks: SubjectCheckTable = { 'sanatorium-guest': sanatoriumGuest };
