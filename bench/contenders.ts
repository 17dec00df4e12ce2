/** Who takes part in a model, and who does not and why. */

import type { BenchmarkModel } from './models.ts'
import { ackproofContender, otherContender } from './tools/ackproof.ts'
import type { Contender, Missing } from './tools/contender.ts'
import { spinContender, whySpinIsMissing } from './tools/spin.ts'
import { staterightContender, whyStaterightIsMissing } from './tools/stateright.ts'
import { tlcContender, whyTlcIsMissing } from './tools/tlc.ts'

export interface Field {
  readonly contenders: readonly Contender[]
  readonly missing: readonly Missing[]
}

/** Our forms and all peers; or, where another checkout is given, our forms here and there. */
export function prepare(model: BenchmarkModel, otherCheckout: string | null): Field {
  if (otherCheckout !== null) {
    const both = model.own.flatMap((own) => [ackproofContender(own), otherContender(otherCheckout, own)])
    return { contenders: both, missing: [] }
  }
  const contenders: Contender[] = model.own.map(ackproofContender)
  const missing: Missing[] = []
  const enter = (tool: string, form: string, why: string | null, build: () => Contender): void => {
    if (why !== null) {
      missing.push({ tool, form, reason: why })
      return
    }
    try {
      contenders.push(build())
    } catch (error) {
      missing.push({ tool, form, reason: `it cannot be built: ${(error as Error).message}` })
    }
  }

  const { spin, stateright = [], tlc } = model
  if (spin !== undefined) enter('spin', spin.form, whySpinIsMissing(), () => spinContender(spin.form, spin.promela))
  for (const { form, model: name, size, order } of stateright) {
    enter('stateright', form, whyStaterightIsMissing(), () => staterightContender(form, name, size, order))
  }
  if (tlc !== undefined) {
    const { form, module, constants, invariants } = tlc
    enter('tlc', form, whyTlcIsMissing(), () => tlcContender(form, module, constants, invariants))
  }
  return { contenders, missing }
}
