/** Whether somebody is named by the number of their file (YZ-0027810), which may stand wherever a name may. */
export function isArchiveNumber(name: unknown): name is string {
  return typeof name === 'string' && /^YZ-\d{7}$/.test(name);
}
