import { isRoleId, type StaffRoleId } from '../../organisation/role.ts';

/** What a file is made of, for the question who may see it (rules.yaml `visibility.columns`). */
export const dataClasses = [
  'archive_basic',
  'idcard',
  'phone',
  'address',
  'bankcard',
  'health',
  'merit',
  'minor',
  'payment',
  'visit_record',
  'appeal_text',
  'psych_text',
  'military_unit',
] as const;

export type DataClass = (typeof dataClasses)[number];

/** What a cell grants: `scope` within the role's own area, `case` within the viewer's own cases, `all` everywhere. */
const visibilities = ['none', 'count', 'masked', 'scope', 'case', 'all'] as const;
export type Visibility = (typeof visibilities)[number];

// rules.yaml `visibility.rows`, in the order of its columns.
const table = `
village-liaison   scope  masked scope  scope  none   case   scope  case   masked scope  scope  none   none
village-head      scope  masked scope  scope  none   none   scope  none   count  scope  scope  none   none
rotating-head     masked none   masked masked none   none   scope  none   none   scope  none   none   none
town-officer      scope  case   scope  scope  case   case   scope  case   case   scope  scope  none   none
town-head         scope  case   scope  scope  case   case   scope  case   scope  scope  scope  none   none
center-officer    scope  case   scope  scope  case   case   scope  case   case   scope  scope  case   none
section-officer   all    case   case   case   case   case   all    case   all    all    all    none   case
section-head      all    case   case   case   case   case   all    case   all    all    all    none   case
bureau-leader     all    masked masked masked none   count  all    count  all    all    all    count  count
bureau-chief      all    masked masked masked none   count  all    count  all    all    all    count  count
dept-officer      case   case   case   case   none   case   none   case   case   none   case   none   none
dept-leader       case   masked none   none   none   none   none   none   case   none   case   none   none
industry-contact  case   case   case   case   none   case   none   none   none   none   none   none   none
volunteer-lead    masked none   case   case   none   none   none   none   none   none   none   none   none
fund-reviewer     masked none   none   none   none   masked masked none   case   none   none   none   none
leadership-viewer count  none   none   none   none   count  count  none   count  count  count  none   none
auditor           masked masked none   none   masked none   none   none   all    masked count  none   none
privacy-officer   masked masked masked masked masked count  count  count  count  masked count  count  count
system-admin      none   none   none   none   none   none   none   none   none   none   none   none   none
`;

/** What each role may see of each class. */
export const visibility: Readonly<Record<StaffRoleId, Readonly<Record<DataClass, Visibility>>>> = Object.fromEntries(
  table.trim().split('\n').map(readRow),
) as Record<StaffRoleId, Record<DataClass, Visibility>>;

function readRow(line: string): [string, Record<string, Visibility>] {
  const [role = '', ...cells] = line.split(/\s+/);
  if (!isRoleId(role) || cells.length !== dataClasses.length) throw new Error(`malformed row of the visibility matrix: ${role}`);
  return [role, Object.fromEntries(dataClasses.map((dataClass, i) => [dataClass, readCell(cells[i])]))];
}

function readCell(cell: string | undefined): Visibility {
  const found = visibilities.find((one) => one === cell);
  if (found === undefined) throw new Error(`malformed cell of the visibility matrix: ${cell}`);
  return found;
}
