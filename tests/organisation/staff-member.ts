import type { RoleId } from '../../src/organisation/role.ts';
import type { NewStaff } from '../../src/organisation/staff.ts';

export function staffMember(id: string, roles: RoleId[], facts: Partial<NewStaff> = {}): NewStaff {
  return {
    id,
    name: `员工${id}`,
    roles,
    level: 'district',
    stationCode: null,
    town: null,
    village: null,
    department: null,
    section: null,
    industry: null,
    dingtalkUserId: null,
    zzdAccountId: null,
    isActive: true,
    phone: null,
    demo: false,
    ...facts,
  };
}
