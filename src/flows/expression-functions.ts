import type { Environment } from '@marcbachmann/cel-js';
import { ageOn, type Day, isDay } from '../platform/calendar/day.ts';
import { birthOfIdNumber } from '../platform/id-number.ts';
import type { Parameter } from './flow-definition.ts';

/** Whole years from one day to another; less than one is none. */
export function floorYears(from: Day, to: Day): number {
  return isDay(from) && isDay(to) ? Math.max(0, ageOn(from, to)) : 0;
}

/**
 * What expressions of a definition may call beside CEL's own: `floor_years(from, to)`, `age_of(idcard, today)`, `round(x)`, `floor(x)`,
 * `parameter("name")` and `lookup("table", option)` over flows/parameters.yaml. A name that the file lacks is an error on load.
 */
export function registerFunctions(environment: Environment, parameters: Readonly<Record<string, Parameter>>): void {
  environment.registerFunction('floor_years(string, string): double', floorYears);
  environment.registerFunction('age_of(string, string): double', (idcard: string, today: Day) => {
    const bornOn = birthOfIdNumber(idcard);
    return bornOn === null ? 0 : ageOn(bornOn, today);
  });
  environment.registerFunction('round(double): double', (value: number) => Math.round(value));
  environment.registerFunction('floor(double): double', (value: number) => Math.floor(value));
  environment.registerFunction('parameter(string): double', (name: string) => {
    const value = parameters[name]?.value;
    if (value === undefined) throw new Error(`no parameter ${name}`);
    return value;
  });
  environment.registerFunction('lookup(string, string): double', (table: string, option: string) => {
    const value = parameters[table]?.table?.[option];
    if (value === undefined) throw new Error(`no entry ${option} in ${table}`);
    return value;
  });
}

/** Names of parameters that an expression reads. */
export function parametersIn(expression: string): string[] {
  return [...expression.matchAll(/\b(?:parameter|lookup)\(\s*"([^"]+)"/g)].map(([, name = '']) => name);
}
