import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { makeBatch, signBatch } from '../../credentials/certificate/certificate-batch.ts';
import { type BatchProgress, batchesWithProgress, batchFaults } from '../../credentials/certificate/certificate-batch-store.ts';
import { listCertificates } from '../../credentials/certificate/certificate-list.ts';
import { certificatePaper } from '../../credentials/certificate/certificate-paper.ts';
import { certificatePicture } from '../../credentials/certificate/certificate-picture.ts';
import { type CertificateAct, changeCertificate, renewCertificate } from '../../credentials/certificate/change-certificate.ts';
import { issueCertificate, mayPrepare } from '../../credentials/certificate/issue-certificate.ts';
import { openCertificate, stateName } from '../../credentials/certificate/open-certificate.ts';
import { acting, type Common, tell } from '../acting.ts';
import { type CommandContext, filePath, printJson, refuse } from '../command-context.ts';
import { credentialCliTexts as say } from '../credential-texts.ts';
import { oneArchiveNo } from '../one-archive-no.ts';
import { cliTexts } from '../texts.ts';

const MOST_LISTED = 500;

/** `certificate issue|renew|suspend|resume|revoke|list|paper|picture|batch … --as`: electronic certificates. */
export function addCertificateCommands(program: Command, context: CommandContext): void {
  const group = program.command('certificate').description(say.certificate);
  const add = (usage: string, description: string, under = group) =>
    under.command(usage).description(description).requiredOption('--as <staffId>', say.as).option('--json', cliTexts.json);
  add('issue <who>', '签发（拥军优抚科负责人）')
    .requiredOption('--consent <where>', '本人单独同意的依据')
    .action((who: string, options: Common & { consent: string }) => issue(context, who, options));
  add('renew <no>', '换发')
    .requiredOption('--reason <why>', say.reason)
    .action((no: string, options: Common) => renew(context, no, options));
  for (const [act, description] of [
    ['suspend', '暂停'],
    ['resume', '恢复'],
    ['revoke', '作废'],
  ] as const) {
    add(`${act} <no>`, description)
      .requiredOption('--reason <why>', say.reason)
      .action((no: string, options: Common) => change(context, no, act, options));
  }
  add('list', '能看到的证照')
    .option('--town <town>', '镇街')
    .option('--state <state>', 'valid、suspended、revoked、replaced、over 已到期、gone 持证人不在册')
    .action((options: Common & { town?: string; state?: string }) => list(context, options));
  add('paper <no> <file>', '写成 PDF（内附签名和原文）').action((no: string, file: string, options: Common) =>
    writeOut(context, no, file, options, (open, now, base) => certificatePaper(open, now, base)),
  );
  add('picture <no> <file>', '写成图片（SVG）').action((no: string, file: string, options: Common) =>
    writeOut(context, no, file, options, async (open, _, base) => Buffer.from(certificatePicture(open, base))),
  );
  addBatchCommands(group.command('batch').description('批量签发：一人拟名单，另一人签发，系统逐份办'), context, add);
}

function addBatchCommands(
  batch: Command,
  context: CommandContext,
  add: (usage: string, description: string, under: Command) => Command,
): void {
  add('make', '拟定名单', batch)
    .requiredOption('--template <id>', 'disabled、three-family、key-recipient')
    .requiredOption('--consent <where>', '同意书存放处')
    .option('--town <town>', '镇街；不写为全区')
    .action((options: Common & { template: string; consent: string; town?: string }) => makeList(context, options));
  add('sign <id>', '签发一份名单', batch).action(async (id: string, options: Common) => {
    const { app, staff, deps } = await acting(context, options.as);
    tell(context, await app.db.transaction((tx) => signBatch({ ...deps, tx }, staff, id)), options);
  });
  add('list', '批次进度', batch).action((options: Common) => listBatches(context, options, null));
  add('show <id>', '一个批次的进度和未能签发的人', batch).action((id: string, options: Common) => listBatches(context, options, id));
}

async function issue(context: CommandContext, who: string, options: Common & { consent: string }): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const archiveNo = await oneArchiveNo(app, staff, who);
  const issued = await app.db.transaction((tx) => issueCertificate({ ...deps, tx }, staff, { archiveNo, consent: options.consent }));
  if (!issued.ok) throw refuse(issued.code, issued.sentence);
  if (options.json) printJson(context.io, issued.certificate);
  else context.io.out(`${say.issued(issued.certificate.no, issued.certificate.validUntil)}\n`);
}

async function renew(context: CommandContext, no: string, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const renewed = await app.db.transaction((tx) => renewCertificate({ ...deps, tx }, staff, { no, reason: options.reason ?? '' }));
  if (!renewed.ok) throw refuse(renewed.code, renewed.sentence);
  if (options.json) printJson(context.io, renewed.certificate);
  else context.io.out(`${say.issued(renewed.certificate.no, renewed.certificate.validUntil)}\n`);
}

async function change(context: CommandContext, no: string, act: CertificateAct, options: Common): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const request = { no, act, reason: options.reason ?? '' };
  tell(context, await app.db.transaction((tx) => changeCertificate({ ...deps, tx }, staff, request)), options);
}

async function list(context: CommandContext, options: Common & { town?: string; state?: string }): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const filter = { town: options.town, state: options.state as 'valid' | undefined };
  const page = { limit: MOST_LISTED, offset: 0 };
  const found = await app.db.transaction((tx) => listCertificates({ ...deps, tx }, staff, filter, page));
  if (found === null) throw refuse('forbidden', cliTexts.person.refused);
  if (options.json) return printJson(context.io, found);
  for (const one of found.lines) {
    const place = `${one.town ?? ''}${one.village ?? ''}`;
    context.io.out(`${one.no}  ${one.name}  ${place}  ${stateName(one.state)}  ${one.validUntil}\n`);
  }
  if (found.total > found.lines.length) context.io.out(`${say.more(found.total - found.lines.length)}\n`);
}

type Draw = (open: Parameters<typeof certificatePaper>[0], now: Date, base: string) => Promise<Buffer>;

async function writeOut(context: CommandContext, no: string, file: string, options: Common, draw: Draw): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const opened = await app.db.transaction((tx) => openCertificate({ ...deps, tx }, staff, { no }));
  if (!opened.ok) throw refuse(opened.code, opened.sentence);
  const content = await draw(opened, deps.now, `${app.config.publicUrl}/verify/`);
  await writeFile(filePath(context.io, file), content, { mode: 0o600 });
  context.io.out(`${say.written(file)}\n`);
}

async function makeList(context: CommandContext, options: Common & { template: string; consent: string; town?: string }): Promise<void> {
  const { app, staff, deps } = await acting(context, options.as);
  const request = { template: options.template, town: options.town ?? null, consent: options.consent, archiveNos: null };
  const made = await app.db.transaction((tx) => makeBatch({ ...deps, tx }, staff, request));
  if (!made.ok) throw refuse(made.code, made.sentence);
  if (options.json) printJson(context.io, made);
  else context.io.out(`${say.batchMade(made.id, made.people)}\n`);
}

async function listBatches(context: CommandContext, options: Common, id: string | null): Promise<void> {
  const { app, staff } = await acting(context, options.as);
  if (!mayPrepare(staff)) throw refuse('forbidden', cliTexts.person.refused);
  const batches = await batchesWithProgress(app.db.tx, { limit: MOST_LISTED, offset: 0 }, id);
  const faults = id === null ? [] : await batchFaults(app.db.tx, id);
  if (options.json) return printJson(context.io, id === null ? batches : { ...batches[0], faultList: faults });
  for (const batch of batches) context.io.out(`${lineOf(batch)}\n`);
  for (const { archiveNo, fault } of faults) context.io.out(`${archiveNo}  ${fault}\n`);
}

function lineOf({ id, state, issued, faults, total }: BatchProgress): string {
  return say.batch(id, say.batchStates[state], issued, faults, total);
}
