import { roleOf } from '../../organisation/role.ts';
import type { Staff } from '../../organisation/staff.ts';
import { texts } from '../texts.ts';
import { sizes, themes } from './appearance.ts';
import { FormMarks } from './form-marks.tsx';
import type { LayoutProps } from './layout-props.ts';

/** The strip above every page: whose system it is, finding, and who is signed in. */
export function Masthead(props: LayoutProps) {
  const { signedIn, isDemo } = props;
  return (
    <header class="masthead">
      <a class="mark" href="/">
        <span class="seal" aria-hidden="true">
          鄞
        </span>
        <span class="mark-words">
          <strong>{texts.product}</strong>
          <span class="mark-sub">{texts.subtitle}</span>
        </span>
      </a>
      {isDemo && (
        <span class="demo-flag">
          {texts.demo}
          <span class="long">{texts.demoMore}</span>
        </span>
      )}
      {signedIn && (
        <search class="finder">
          <form action="/find">
            <input
              type="search"
              name="q"
              id="find"
              placeholder={texts.search}
              aria-label={texts.searchLabel}
              autocomplete="off"
              maxlength={60}
            />
            <button type="submit">{texts.searchButton}</button>
          </form>
        </search>
      )}
      <Menu {...props} />
    </header>
  );
}

function Menu(props: LayoutProps) {
  const { signedIn, path, appearance } = props;
  return (
    <details class="menu">
      <summary>
        {signedIn ? (
          <>
            <span class="who">{signedIn.staff.name}</span>
            <span class="post">{postOf(signedIn.staff)}</span>
          </>
        ) : (
          texts.appearance
        )}
      </summary>
      <div class="menu-sheet">
        {signedIn && (
          <p class="menu-who">
            {signedIn.staff.name}
            <br />
            <span class="muted">{signedIn.staff.roles.map((role) => roleOf(role).name).join('、')}</span>
          </p>
        )}
        <form method="post" action="/appearance">
          <input type="hidden" name="back" value={path} />
          <Choices name="theme" legend={texts.appearance} values={themes} words={texts.themes} chosen={appearance.theme} />
          <Choices name="size" legend="" values={sizes} words={texts.sizes} chosen={appearance.size} />
          <button type="submit" class="button quiet" data-when-no-script>
            {texts.save}
          </button>
        </form>
        {signedIn && (
          <>
            <a href="/sessions">{texts.sessions}</a>
            <form method="post" action="/sign-out">
              <FormMarks token={signedIn.formToken} />
              <button type="submit" class="button quiet">
                {texts.signOut}
              </button>
            </form>
          </>
        )}
      </div>
    </details>
  );
}

function Choices(props: { name: string; legend: string; values: readonly string[]; words: Record<string, string>; chosen: string }) {
  return (
    <fieldset class="segments" data-submit-on-change>
      {props.legend && <legend>{props.legend}</legend>}
      {props.values.map((value) => (
        <label>
          <input type="radio" name={props.name} value={value} checked={value === props.chosen} />
          <span>{props.words[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function postOf(staff: Staff): string {
  const [role] = staff.roles;
  return [staff.village ?? staff.town, role ? roleOf(role).name : ''].filter(Boolean).join(' ');
}
