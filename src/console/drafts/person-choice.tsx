import type { Choice, Draft } from '../../dialogue/dialogue-state.ts';
import { FormMarks } from '../frame/form-marks.tsx';
import type { Visit } from '../page.ts';
import { formToken } from '../session/session.ts';
import { draftAddress } from './after-play.tsx';
import { texts } from './texts.ts';

/** Which of several people is meant, as the conversation asks it. */
export function PersonChoice({ visit, draft, choice }: { visit: Visit; draft: Draft; choice: Choice }) {
  return (
    <form method="post" class="form" action={draftAddress(draft.id)}>
      <FormMarks token={formToken(visit.deps.secret, visit.session.id)} />
      <input type="hidden" name="act" value="choose" />
      <h1>{texts.choice}</h1>
      <ul class="people-cards">
        {choice.options.map((option, index) => (
          <li>
            <button type="submit" name="choice" value={index + 1} class="card-button">
              <strong>{option.label}</strong>
              <span class="muted number">{option.value}</span>
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
