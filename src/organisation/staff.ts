import type { Level, RoleId } from './role.ts';

/** A member of staff, as every room sees them. Town and village are official names, null above that level. */
export interface Staff {
  id: string;
  name: string;
  roles: RoleId[];
  level: Level;
  stationCode: string | null;
  town: string | null;
  village: string | null;
  department: string | null;
  section: string | null;
  industry: string | null;
  dingtalkUserId: string | null;
  zzdAccountId: string | null;
  isActive: boolean;
}

/** A staff record to be stored; the phone number comes in clear and is sealed by the store. */
export interface NewStaff extends Staff {
  phone: string | null;
  demo: boolean;
}

/** Absence with a standing deputy; both days count. */
export interface StaffLeave {
  id: string;
  staffId: string;
  deputyId: string;
  fromOn: string;
  toOn: string;
}
