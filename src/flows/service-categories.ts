import type { FlowDefinition } from './flow-definition.ts';

/** The eight categories of services (catalogue.yaml), in their order. */
export const categoryNames: Readonly<Record<string, string>> = {
  'defense-education': '国防教育',
  enlistment: '应征入伍',
  'military-benefit': '惠军服务',
  'discharge-report': '退役报到',
  employment: '就业创业',
  commemoration: '褒扬纪念',
  'preferential-pension': '优待抚恤',
  consultation: '咨询服务',
};

/** Services of one category, in the catalogue's order. */
export interface CategoryOfServices {
  id: string;
  name: string;
  services: readonly FlowDefinition[];
}

/** All services by category; a category without services is left out, one that the catalogue does not know comes last. */
export function servicesByCategory(definitions: readonly FlowDefinition[]): CategoryOfServices[] {
  const order = Object.keys(categoryNames);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...Map.groupBy(definitions, (one) => one.category)]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([id, all]) => ({ id, name: categoryNames[id] ?? id, services: all.toSorted((a, b) => a.no - b.no) }));
}
