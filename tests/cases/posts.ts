import type { FlowDefinition, StepDefinition } from '../../src/flows/flow-definition.ts';
import type { RoleId } from '../../src/organisation/role.ts';
import type { Staff } from '../../src/organisation/staff.ts';
import { flows, staffMember } from './district.ts';

const TOWN = '姜山镇';

type Post = Pick<StepDefinition, 'role' | 'department' | 'section' | 'industry'>;

const postsOf = (definition: FlowDefinition): Post[] => definition.steps.flatMap((step): Post[] => step.parties ?? [step]);
const postId = ({ role, department, section, industry }: Post) => [role, department, section, industry].filter(Boolean).join('-');

function levelOf(role: string): Staff['level'] {
  if (role.startsWith('village')) return 'village';
  return role.startsWith('town') ? 'town' : 'district';
}

/** Two people for every post that any service names: whoever starts or has decided may not decide the next. */
export function postHolders(): Staff[] {
  const posts = new Map(
    flows
      .list()
      .flatMap(({ definition }) => postsOf(definition))
      .map((post) => [postId(post), post]),
  );
  return [...posts].flatMap(([id, { role, department, section, industry }]) =>
    [1, 2].map((n) => {
      const level = levelOf(role ?? '');
      const area = { town: level === 'district' ? null : TOWN, village: level === 'village' ? '走马塘村' : null };
      const place = { department: department ?? null, section: section ?? null, industry: industry ?? null };
      return staffMember(`P-${id}-${n}`, [role as RoleId], { level, ...area, ...place });
    }),
  );
}
