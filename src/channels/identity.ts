/** The boundary to a platform's signing-in: who a person is, by a code that the platform gave the page. */

/** `refused`: the code was wrong, used or too old. `upstream`: the platform did not answer, trying again may help. */
export type Identified = { ok: true; userId: string } | { ok: false; why: 'refused' | 'upstream'; code: string };

export interface IdentityProvider {
  readonly name: 'dingtalk' | 'zhezhengding';
  /** Where a browser outside the platform's application is sent; it comes back to `redirectUri` with a code and the same `state`. */
  loginPage(redirectUri: string, state: string): string;
  /** Who stands behind the code of a page inside the application (免登). One use, five minutes. */
  byInsideCode(code: string): Promise<Identified>;
  /** Who stands behind the code that the login page sent back. */
  byLoginCode(code: string): Promise<Identified>;
}
