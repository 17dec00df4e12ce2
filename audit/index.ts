/**
 * An audit: from RocketMQ's configuration files to a verdict for each promise under each fault, without Node. Plan the
 * questions, answer them with any explorer, report.
 */
export {
  type Answer,
  type AuditBounds,
  type AuditReport,
  type AuditVerdict,
  type AuditWatch,
  answerAudit,
  type Explore,
} from './answer.ts'
export { type AuditError, auditError, isAuditError } from './audit-error.ts'
export { auditFailure } from './audit-failure.ts'
export { type ConfigFile, expectedFile } from './config-file.ts'
export { exploreHere } from './explore-here.ts'
export type { FilePlan } from './file-plan.ts'
export { type AuditPlan, planAudit } from './plan.ts'
export { type AuditData, auditData } from './report.ts'
export { type JudgedRequirement, judgeRequirements, type Requirement, readRequirement } from './requirements.ts'
export type { RocketmqVersion } from './versions.ts'
