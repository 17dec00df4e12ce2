/**
 * `ackproof audit`: from real RocketMQ configuration files to a verdict for each promise under each fault.
 * Read the files, plan the questions, answer them with any checker, print.
 */
export {
  type Answer,
  type AuditReport,
  type AuditVerdict,
  answerAudit,
  type BreakingStory,
  type Check,
  type FileReport,
} from './answer.ts'
export { type AuditError, type ConfigFile, isAuditError, readConfigFiles } from './config-file.ts'
export { type AuditPlan, type FilePlan, planAudit } from './plan.ts'
export type { Question } from './question.ts'
export { type AnswerData, type AuditData, auditData } from './report-data.ts'
export { type AuditTextOptions, auditText } from './report-text.ts'
export type { RocketmqVersion } from './settings.ts'
