export { UsageError } from '../runs/port/usage-error.ts'
