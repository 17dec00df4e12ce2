/** Which settings the answers depend on: those that would lead to other questions with another value. */
import { match } from 'ts-pattern'
import { type SetUp, withSettings } from './behaviour.ts'
import { isKnownTo, type SettingName, settingKinds, settingNames } from './settings.ts'

const hourMs = 3_600_000

/** `questions` is all that the answers are computed from, as text. Cost: one call for each other value. */
export function decisiveSettings(setUp: SetUp, questions: (setUp: SetUp) => string): readonly SettingName[] {
  const now = questions(setUp)
  return settingNames.filter(
    (name) =>
      isKnownTo(setUp.version, name) &&
      otherValues(name, setUp).some((value) => questions(withSettings(setUp, { [name]: value })) !== now),
  )
}

function otherValues(name: SettingName, { settings }: SetUp): readonly unknown[] {
  return match(settingKinds[name])
    .returnType<readonly unknown[]>()
    .with({ kind: 'choice' }, ({ of }) => of)
    .with({ kind: 'boolean' }, () => [!settings[name]])
    .with({ kind: 'number' }, () => [1, 2, hourMs])
    .exhaustive()
}
