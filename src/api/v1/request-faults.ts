import type { z } from 'zod';
import type { FieldFault } from './problem.ts';
import { apiTexts as say } from './texts.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong with a request, field by field, in words for whoever wrote the caller. Values are never repeated. */
export function requestFaults(error: z.ZodError, sent: unknown): FieldFault[] {
  const seen = new Map<string, FieldFault>();
  for (const fault of error.issues.flatMap((issue) => faultsOf(issue, sent, []))) if (!seen.has(fault.field)) seen.set(fault.field, fault);
  return [...seen.values()];
}

function faultsOf(issue: Issue, sent: unknown, above: readonly PropertyKey[]): FieldFault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ field: nameOf([...path, key]), detail: say.fault.unknown }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return nearestBranch(issue.errors, sent, path);
  return [{ field: nameOf(path), detail: detailOf(issue, valueAt(sent, path)) }];
}

/** Of several shapes that a value may have, the one that it comes closest to: whose first fault lies deepest. */
function nearestBranch(branches: readonly (readonly Issue[])[], sent: unknown, path: readonly PropertyKey[]): FieldFault[] {
  const depth = (issues: readonly Issue[]) =>
    Math.min(...issues.map((issue) => issue.path.length + (issue.code === 'invalid_type' ? 0 : 1)));
  const [nearest = []] = branches.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length);
  return nearest.flatMap((issue) => faultsOf(issue, sent, path));
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '（整体）' : path.map(String).join('.');
}

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], sent);
}

function detailOf(issue: Issue, value: unknown): string {
  const { fault } = say;
  if (value === undefined && issue.code !== 'custom') return fault.missing;
  switch (issue.code) {
    case 'invalid_type':
      return fault.type(typeName(issue.expected), typeName(kindOf(value)));
    case 'invalid_value':
      return fault.choice(issue.values.map(String));
    case 'too_small':
      return (isSized(issue) ? fault.tooShort : fault.tooSmall)(String(issue.minimum));
    case 'too_big':
      return (isSized(issue) ? fault.tooLong : fault.tooBig)(String(issue.maximum));
    case 'invalid_union':
      return fault.other;
    case 'custom':
      return issue.message;
    default:
      return fault.format;
  }
}

function isSized({ origin }: { origin: string }): boolean {
  return origin === 'string' || origin === 'array';
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function typeName(type: string): string {
  return say.types[type] ?? type;
}
