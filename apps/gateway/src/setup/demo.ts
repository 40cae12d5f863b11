import type { Secret } from '@genba/platform'
import type { GivenSource, GivenUser } from '../config.js'

const PLANT = 'model-factory'

/** The people of the model factory's demonstration; all have the same password, which `mustChange` makes a first one. */
export function demoUsers(password: Secret, mustChange: boolean): GivenUser[] {
  const own = [PLANT]
  const users = [
    {
      name: 'soc',
      displayName: { ja: 'SOCアナリスト', en: 'SOC analyst' },
      grants: [{ role: 'soc-analyst', plants: '*' }],
      password,
    },
    {
      name: 'shift',
      displayName: { ja: '職長', en: 'Shift leader' },
      grants: [{ role: 'shift-leader', plants: own }],
      password,
    },
    {
      name: 'engineer',
      displayName: { ja: '生産技術担当', en: 'Plant engineer' },
      grants: [{ role: 'plant-engineer', plants: own }],
      password,
    },
    {
      name: 'auditor',
      displayName: { ja: '監査担当', en: 'Auditor' },
      grants: [{ role: 'auditor', plants: '*' }],
      password,
    },
    {
      name: 'admin',
      displayName: { ja: 'システム管理者', en: 'Administrator' },
      grants: [{ role: 'administrator', plants: '*' }],
      password,
    },
  ] satisfies Omit<GivenUser, 'mustChange'>[]
  return users.map((user) => ({ ...user, mustChange }))
}

export const demoSource = (key: Secret): GivenSource => ({ name: 'model-factory-sensors', plant: PLANT, key })
