import { describe, expect, it } from 'vitest';
import { matchOption } from '../../src/dialogue/match-option.ts';

const schools = ['姜山镇中心小学，余3个学位', '东柳中心小学，余6个学位', '东柳第二小学，余7个学位'].map((label, index) => ({
  value: `s${index}`,
  label,
}));

describe('the option that is meant', () => {
  it.each([
    ['2', 1],
    ['第三个', 2],
    ['姜山镇中心小学', 0],
    ['姜山中心小学', 0],
    ['东柳街道中心小学', 1],
    ['去东柳第二小学吧', 2],
  ])('of %s is found', (said, index) => {
    expect(matchOption(said, schools)).toBe(index);
  });

  it.each(['东柳', '中心小学', '4', '学军小学', '镇'])('of %s is none, or not the only one', (said) => {
    expect(matchOption(said, schools)).toBeNull();
  });
});
