import type { Staff } from '../../organisation/staff.ts';

/**
 * Another system that asks with no member of staff behind it. It sees everything masked, everywhere, and is in nobody's case: the row of the
 * visibility matrix that masks whatever it shows (rules.yaml `privacy-officer`). Only for looking: whoever acts must be somebody.
 */
export function maskedViewer(id: string): Staff {
  return {
    id,
    name: id,
    roles: ['privacy-officer'],
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
  };
}
