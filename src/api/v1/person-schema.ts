import { z } from '@hono/zod-openapi';
import { revealFields } from '../../people/access/reveal-field.ts';
import { dataClasses } from '../../people/access/visibility.ts';
import { type FileView, fileSections } from '../../people/file/file-view.ts';
import type { PersonChoice } from '../../people/search/person-search.ts';

const archiveNo = z.string().meta({ example: 'YZ-0012345' });
const name = z.string().meta({ description: '辖区或办件内完整，其余姓保留、名打码', example: '张**' });

export const choiceSchema = z
  .strictObject({
    archiveNo,
    name,
    town: z.string().nullable(),
    village: z.string().nullable(),
    birthYear: z.int().nullable(),
    status: z.string().meta({ example: '在世' }),
  })
  .openapi('PersonChoice');

const fieldSchema = z
  .strictObject({
    label: z.string(),
    value: z.string(),
    isMasked: z.boolean().meta({ description: '档案里有比这里更完整的内容' }),
    dataClass: z.enum(dataClasses),
    reveal: z.enum(revealFields).optional().meta({ description: '可以写明原因查看完整内容：POST /api/v1/people/{archiveNo}/unmask' }),
  })
  .openapi('FileField');

export const fileSchema = z
  .strictObject({
    archiveNo,
    name,
    town: z.string().nullable(),
    village: z.string().nullable(),
    sections: z.array(z.strictObject({ id: z.enum(fileSections), title: z.string(), fields: z.array(fieldSchema) })),
    withheld: z.array(z.string()).meta({ description: '按权限没有显示的类别' }),
    hint: z.string().optional(),
  })
  .openapi('PersonFile');

export function choiceOfPerson({
  archiveNo: no,
  name: shown,
  town,
  village,
  birthYear,
  status,
}: PersonChoice): z.infer<typeof choiceSchema> {
  return { archiveNo: no, name: shown, town, village, birthYear, status };
}

export function fileOf({ kind: _, ...view }: FileView): z.infer<typeof fileSchema> {
  return view;
}
