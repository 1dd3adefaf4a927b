import { describe, expect, it } from 'vitest';
import { AppError, reasonOf } from '../../src/platform/errors.ts';

describe('the reason of a fault, as logs keep it', () => {
  it('of our own faults is their code and English message, not the sentence for people', () => {
    expect(reasonOf(new AppError('not-found', 'no-person', '没有找到张三的档案。', { message: 'no such person' }))).toBe(
      'no-person: no such person',
    );
  });

  it('leaves out the values that drivers and parsers quote', () => {
    const quoted = [
      new Error('invalid input syntax for type integer: "张建国"'),
      new Error('Key (idcard)=(330299194910011234) already exists'),
      new Error('Key (phone)=(13800138000) already exists'),
      thrownBy(() => JSON.parse('张建国 13800138000')),
    ];
    for (const error of quoted) expect(reasonOf(error)).not.toMatch(/张建国|330299194910011234|13800138000/);
  });

  it('is the last line of a long message, where Prisma says what it was, with the code', () => {
    const error = Object.assign(new Error('\nInvalid `prisma.person.create()` invocation:\n\n\nUnique constraint failed'), {
      code: 'P2002',
    });
    error.name = 'PrismaClientKnownRequestError';
    expect(reasonOf(error)).toBe('PrismaClientKnownRequestError P2002: Unique constraint failed');
  });

  it('is the bare name where Prisma prints the arguments of the call', () => {
    const error = new Error('Invalid invocation: { name: "Zhang", note: "private" }');
    error.name = 'PrismaClientValidationError';
    expect(reasonOf(error)).toBe('PrismaClientValidationError');
  });

  it('is one line of bounded length, also of what is no error', () => {
    expect(reasonOf('stopped')).toBe('stopped');
    expect(reasonOf(undefined)).toBe('undefined');
    expect(reasonOf(new Error('x'.repeat(5000))).length).toBeLessThan(400);
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
