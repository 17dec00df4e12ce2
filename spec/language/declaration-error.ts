import { captureCallSite } from './call-site.ts'
import { SpecError } from './errors.ts'

/** What is wrong with a declaration, at the place where it is made. */
export function declarationError(spec: string | null, problem: string, hint: string | null): SpecError {
  const location = captureCallSite()()
  return new SpecError({ code: 'declaration', spec, where: null, problem, hint, location })
}
