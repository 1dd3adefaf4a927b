import type { LocalDirectory, LocalUser } from '../../channels/local-dingtalk/local-directory.ts';
import { texts } from './texts.ts';

/** Roles that show the most of the system, in the order in which a matter goes through them. */
const suggestedRoles = [
  '村社站联络员',
  '镇街站专职人员',
  '镇街站站长（武装部部长）',
  '局科室经办',
  '局科室负责人',
  '分管局领导',
  '区级部门经办',
  '区领导、双拥办看板',
  '系统管理员',
];
const MOST = 24;

export interface ChooserProps {
  people: LocalUser[];
  isMore: boolean;
  /** Someone of each role to begin with; empty while something is searched for. */
  suggested: LocalUser[];
  roles: string[];
  asked: { q: string; role: string; next: string };
  hrefOf(user: LocalUser): string;
  chatUrl: string;
}

/** Who is shown on the page to choose who you are. */
export async function chooserPeople(
  directory: LocalDirectory,
  asked: { q: string; role: string },
): Promise<Pick<ChooserProps, 'people' | 'isMore' | 'suggested' | 'roles'>> {
  const { q, role } = asked;
  const roles = (await directory.roles?.()) ?? [];
  const isPlain = q === '' && role === '';
  const found = isPlain ? [] : await directory.list({ text: q, ...(role ? { role } : {}), limit: MOST + 1 });
  const suggested = isPlain ? await Promise.all(suggestedRoles.map(async (one) => (await directory.list({ role: one, limit: 1 }))[0])) : [];
  const people = found.slice(0, MOST);
  return { people, isMore: found.length > MOST, suggested: suggested.filter((one) => one !== undefined), roles };
}

/** In the local DingTalk's place of scanning a code: choose who you are. Needs no script. */
export function Chooser(props: ChooserProps) {
  const { people, isMore, suggested, roles, asked, chatUrl } = props;
  const isSearch = suggested.length === 0;
  return (
    <div class="chooser">
      <h1>{texts.choose}</h1>
      <p class="lead">{texts.chooseLead}</p>
      <search>
        <form class="filters">
          {asked.next !== '/' && <input type="hidden" name="next" value={asked.next} />}
          <label class="field grow">
            <span>{texts.who}</span>
            <input type="search" name="q" value={asked.q} placeholder={texts.searchPeople} autocomplete="off" maxlength={40} />
          </label>
          <label class="field">
            <span>{texts.role}</span>
            <select name="role">
              <option value="">{texts.allRoles}</option>
              {roles.map((role) => (
                <option selected={role === asked.role}>{role}</option>
              ))}
            </select>
          </label>
          <button type="submit" class="button">
            {texts.search}
          </button>
        </form>
      </search>
      <h2>{isSearch ? texts.found(people.length, isMore) : texts.suggested}</h2>
      {isSearch && people.length === 0 && <p class="empty">{texts.nobody}</p>}
      <ul class="people-cards">
        {(isSearch ? people : suggested).map((user) => (
          <li>
            <a href={props.hrefOf(user)}>
              <strong>{user.name}</strong>
              <span>{user.title}</span>
              <span class="muted">{user.area}</span>
            </a>
          </li>
        ))}
      </ul>
      <p class="aside">
        <a href={chatUrl}>{texts.chat}</a>
        <span class="muted">{texts.chatHint}</span>
      </p>
    </div>
  );
}
