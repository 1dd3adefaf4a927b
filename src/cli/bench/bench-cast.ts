import type { App } from '../../app.ts';
import type { Staff } from '../../organisation/staff.ts';
import { listStaff } from '../../organisation/staff-store.ts';
import { sanatoriumCandidates } from '../../people/sample-people-store.ts';

/** A person of the archive who may go to a sanatorium, and DingTalk ids of those who look after them. */
export interface BenchCase {
  archiveNo: string;
  name: string;
  town: string;
  village: string;
  townOfficer: string;
  liaison: string;
}

/** Who starts bookings of the bench: may do it for the whole district. */
export const BOOKER = 'DPENSION01';

/** People for bookings and approvals, as many as asked for or as there are. */
export async function castOf(app: App, count: number): Promise<BenchCase[]> {
  const people = await sanatoriumCandidates(app.db.tx, count);
  const staff = await listStaff(app.db.tx, { isActive: true, roles: ['town-officer', 'village-liaison'] });
  const userId = (isIt: (one: Staff) => boolean) => staff.find(isIt)?.dingtalkUserId;
  return people.flatMap((person) => {
    const townOfficer = userId((one) => one.level === 'town' && one.town === person.town);
    const liaison = userId((one) => one.town === person.town && one.village === person.village);
    return townOfficer && liaison ? [{ ...person, townOfficer, liaison }] : [];
  });
}
