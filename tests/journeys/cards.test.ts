import { expect, it } from 'vitest';
import { inBothDistricts } from '../setup/district.ts';

inBothDistricts(
  'buttons as interactive cards',
  (district) => {
    it('are pressed instead of typed, and a second press of the same button does nothing more', async () => {
      const officer = await district().person('T330212012C');
      const choice = await officer.says('查一下东柳街道张建国的档案');
      expect(choice.content.kind).toBe('card');
      const label = choice.buttons[0]?.label ?? '';
      const file = await officer.presses(label);
      expect(file.text).toContain('档案号');
      const before = officer.heard().length;
      const { directory, acts } = district().local.state;
      const user = await directory.get('u-T330212012C');
      const card = choice.content.kind === 'card' ? choice.content.outTrackId : '';
      if (user) await acts.press(user, card, 'b1', { says: choice.buttons[0]?.says ?? '' });
      await district().settle();
      expect(officer.heard().length).toBe(before);
    });
  },
  { env: { DINGTALK_CARD_TEMPLATE_ID: 'tpl.schema' } },
);
