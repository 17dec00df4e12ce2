/** A mistake in what was given: one line that says which file, line and key, and what was expected. */
export interface AuditError {
  readonly kind: 'error'
  readonly message: string
}

export function auditError(message: string): AuditError {
  return { kind: 'error', message }
}

export function isAuditError(value: object): value is AuditError {
  return 'kind' in value && value.kind === 'error'
}
