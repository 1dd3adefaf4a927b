import type { AuditEntry } from '../../audit/audit-entry.ts';
import { recordAudit } from '../../audit/audit-store.ts';
import type { Staff } from '../../organisation/staff.ts';
import { type Day, dayOf } from '../../platform/calendar/day.ts';
import { access, reachOf } from '../access/access.ts';
import type { MaskContext } from '../access/masking.ts';
import { standingOf } from '../access/standing-store.ts';
import type { DataClass } from '../access/visibility.ts';
import { watchCeiling } from '../access/watch-ceiling.ts';
import type { SearchDeps } from '../search/person-store.ts';
import { fileTexts } from '../texts.ts';
import { currentNo } from './current-no-store.ts';
import {
  basicDrafts,
  benefitDrafts,
  caseDrafts,
  certificateDrafts,
  type FieldDraft,
  familyDrafts,
  fieldOf,
  type Looking,
  serviceDrafts,
  shownName,
  visitDrafts,
} from './file-fields.ts';
import { type FileRefused, type FileSection, type FileSectionId, type FileView, fileSections } from './file-view.ts';
import { type PersonFile, readPersonFile } from './person-file-store.ts';

export interface FileDeps extends SearchDeps {
  /** Flow ids in words, for the list of cases; ids as they are when not given. */
  flowTitle?: (flow: string) => string;
}

/** Who looks: their post, and the level that the day's ceiling goes by. */
export type Looker = Pick<Staff, 'id' | 'roles' | 'town' | 'village' | 'isActive' | 'level'>;

export interface Opening {
  /** Why the file is looked into; kept in the audit record. */
  purpose: string;
  channel: string;
  context: MaskContext;
  /** Sections; empty or with `all`: every one. */
  shows: readonly (FileSectionId | 'all')[];
  caseNo?: string | null;
}

const draftsOf: Record<FileSectionId, (file: PersonFile, looking: Looking) => FieldDraft[]> = {
  basic: basicDrafts,
  service: serviceDrafts,
  family: familyDrafts,
  benefits: benefitDrafts,
  visits: visitDrafts,
  cases: caseDrafts,
  certificates: certificateDrafts,
};

/**
 * Opens a file for a viewer, masked for the place, and records the look or its refusal. Call it last in a transaction: it appends
 * to the audit chain. A file that does not exist and one out of reach are refused alike.
 */
export async function openFile(deps: FileDeps, viewer: Looker, archiveNo: string, opening: Opening): Promise<FileView | FileRefused> {
  const result = await look(deps, viewer, archiveNo, opening);
  await recordAudit(deps.tx, [auditOf(deps.now, viewer, archiveNo, opening, result)]);
  return result;
}

async function look(deps: FileDeps, viewer: Looker, archiveNo: string, opening: Opening): Promise<FileView | FileRefused> {
  if (reachOf(viewer) === null) return { kind: 'refused', why: 'role' };
  if (opening.context === 'dashboard') return { kind: 'refused', why: 'context' };
  if (opening.purpose.trim() === '') return { kind: 'refused', why: 'purpose' };
  const today = dayOf(deps.now);
  const file = await readCurrentFile(deps, archiveNo, viewer.id, today);
  if (file === null) return { kind: 'refused', why: 'unreachable' };
  const { revealed, ...standing } = await standingOf(deps.tx, viewer.id, file.archiveNo, deps.now);
  const granted = access(viewer, file, { inCase: file.inCase, isEmergency: standing.isEmergency });
  if (granted.archive_basic === 'none' || granted.archive_basic === 'count') return { kind: 'refused', why: 'unreachable' };
  const watched = await watchCeiling(deps.tx, viewer, 'looks', { revealed, ...standing }, deps.now);
  if (watched.isReached) return { kind: 'refused', why: 'ceiling' };
  const looking = { access: granted, context: opening.context, today, flowTitle: deps.flowTitle ?? ((flow: string) => flow), revealed };
  const view = viewOf(file, looking, opening.shows);
  return watched.sentence === null ? view : { ...view, hint: watched.sentence };
}

/** The number of a merged file leads to the one that it was merged into. */
async function readCurrentFile({ tx, sealer }: FileDeps, archiveNo: string, viewerId: string, today: Day): Promise<PersonFile | null> {
  const file = await readPersonFile(tx, sealer, archiveNo, viewerId, today);
  if (file?.mergedInto == null) return file;
  return readPersonFile(tx, sealer, await currentNo(tx, archiveNo), viewerId, today);
}

/** Pure: the file as it may be shown. In a group nothing stands but the starred name and the village. */
export function viewOf(file: PersonFile, looking: Looking, shows: Opening['shows']): FileView {
  const isGroup = looking.context === 'group_chat';
  const wanted = shows.length === 0 || shows.includes('all') ? fileSections : fileSections.filter((id) => shows.includes(id));
  const drafts = wanted.map((id) => ({ id, drafts: isGroup ? [] : draftsOf[id](file, looking) }));
  const sections: FileSection[] = drafts.flatMap(({ id, drafts: all }) => {
    const fields = all.flatMap((one) => (one.shown === null ? [] : [fieldOf({ ...one, shown: one.shown })]));
    return fields.length === 0 ? [] : [{ id, title: fileTexts.sections[id], fields }];
  });
  const { archiveNo, town, village } = file;
  return {
    kind: 'file',
    archiveNo,
    name: shownName(file, looking),
    town,
    village,
    sections,
    withheld: isGroup ? [] : withheldFrom(looking, wanted),
  };
}

// What each section holds apart from its plain facts.
const guarded: Partial<Record<FileSectionId, readonly DataClass[]>> = {
  basic: ['idcard', 'phone', 'address', 'health', 'bankcard'],
  service: ['merit'],
  family: ['minor'],
  benefits: ['payment'],
  visits: ['visit_record'],
};

/** Classes that the viewer may not see of this person, whether or not anything of them is on file: that itself would tell. */
function withheldFrom(looking: Looking, wanted: readonly FileSectionId[]): string[] {
  const classes = wanted.flatMap((id) => guarded[id] ?? []);
  const isHidden = (dataClass: DataClass) => ['none', 'count'].includes(looking.access[dataClass]);
  return classes.filter(isHidden).map((dataClass) => fileTexts.classes[dataClass]);
}

function auditOf(now: Date, viewer: Looker, archiveNo: string, opening: Opening, result: FileView | FileRefused): AuditEntry {
  const isOpened = result.kind === 'file';
  const fields = isOpened ? result.sections.flatMap((section) => section.fields) : [];
  const classes = [...new Set(fields.map((field) => `${field.dataClass}:${field.isMasked ? 'masked' : 'whole'}`))].sort();
  return {
    at: now,
    actor: viewer.id,
    action: isOpened ? 'read' : 'read-refused',
    subject: /^[\w-]{1,40}$/.test(archiveNo) ? archiveNo : null,
    caseNo: opening.caseNo ?? null,
    channel: opening.channel,
    purpose: opening.purpose,
    outcome: isOpened ? 'ok' : result.why,
    detail: { context: opening.context, sections: isOpened ? result.sections.map((section) => section.id) : [], classes },
  };
}
