/** A person of the local organisation, as DingTalk's directory would know them. */
export interface LocalUser {
  userId: string;
  name: string;
  title: string;
  mobile: string;
  /** Where they work, in words: 东柳街道, 优抚科. */
  area: string;
  /** Names of their roles. */
  roles: string[];
}

const UNION = 'union_';

/** The id of a person across applications. */
export function unionIdOf(userId: string): string {
  return UNION + userId;
}

export function userIdOf(unionId: string): string | null {
  return unionId.startsWith(UNION) ? unionId.slice(UNION.length) : null;
}

export interface DirectoryQuery {
  /** Part of a name, title, area or user id, or a whole mobile; empty for all. */
  text?: string;
  role?: string;
  offset?: number;
  limit?: number;
}

/** Who may talk in the local DingTalk; handed in by the application. */
export interface LocalDirectory {
  list(query: DirectoryQuery): Promise<LocalUser[]>;
  get(userId: string): Promise<LocalUser | null>;
  /** Names of roles to filter by. */
  roles?(): Promise<string[]>;
}

/** A fixed list of people as a directory. */
export function directoryOf(users: LocalUser[]): LocalDirectory {
  return {
    list: async ({ text = '', role, offset = 0, limit = 50 }) =>
      users
        .filter((user) => (role ? user.roles.includes(role) : true))
        .filter((user) => [user.name, user.title, user.area, user.userId].some((field) => field.includes(text)) || user.mobile === text)
        .slice(offset, offset + limit),
    get: async (userId) => users.find((user) => user.userId === userId) ?? null,
    roles: async () => [...new Set(users.flatMap((user) => user.roles))],
  };
}
