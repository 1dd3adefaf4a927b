import { addAuditCommand } from './commands/audit-command.ts';
import { addBackupCommands } from './commands/backup-command.ts';
import { addBenchCommand } from './commands/bench-command.ts';
import { addCampaignCommand } from './commands/campaign-command.ts';
import { addCaseCommand } from './commands/case-command.ts';
import { addCertificateCommands } from './commands/certificate-commands.ts';
import { addCodeCommands } from './commands/code-commands.ts';
import { addDoctorCommand } from './commands/doctor-command.ts';
import { addExportCommand } from './commands/export-command.ts';
import { addFlowsCommand } from './commands/flows-command.ts';
import { addImportCommand } from './commands/import-command.ts';
import { addIndexCommands } from './commands/index-commands.ts';
import { addKeysCommand } from './commands/keys-command.ts';
import { addPersonCommand } from './commands/person-command.ts';
import { addQualityCommand } from './commands/quality-command.ts';
import { addRetentionCommand } from './commands/retention-command.ts';
import { addScanCommands } from './commands/scan-commands.ts';
import { addStaffCommand } from './commands/staff-command.ts';
import { addUnderstandCommand } from './commands/understand-command.ts';
import type { CommandGroup } from './run-command.ts';

/** Every command of contract.md section 2 that exists so far. */
export const commandGroups: readonly CommandGroup[] = [
  addImportCommand,
  addExportCommand,
  addStaffCommand,
  addPersonCommand,
  addUnderstandCommand,
  addFlowsCommand,
  addCaseCommand,
  addCampaignCommand,
  addAuditCommand,
  addKeysCommand,
  addBackupCommands,
  addCodeCommands,
  addCertificateCommands,
  addScanCommands,
  addIndexCommands,
  addQualityCommand,
  addRetentionCommand,
  addDoctorCommand,
  addBenchCommand,
];
