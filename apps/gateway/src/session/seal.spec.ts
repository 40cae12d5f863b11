import { describe, expect, test } from '@jest/globals'
import { Secret } from '@genba/platform'
import { seal, unseal } from './seal.js'

const KEY = new Secret('a key that is long enough')

describe('what is sealed', () => {
  test('opens with its key and for its owner only', () => {
    const sealed = seal('JBSWY3DPEHPK3PXP', KEY, 'soc')
    expect(sealed).not.toContain('JBSWY3DPEHPK3PXP')
    expect(unseal(sealed, KEY, 'soc')).toBe('JBSWY3DPEHPK3PXP')
    expect(() => unseal(sealed, new Secret('another key'), 'soc')).toThrow()
    expect(() => unseal(sealed, KEY, 'admin')).toThrow()
  })

  test('does not open when it was changed', () => {
    const [version, iv, tag, text] = seal('JBSWY3DPEHPK3PXP', KEY, 'soc').split('$') as [string, string, string, string]
    const other = text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`
    expect(() => unseal([version, iv, tag, other].join('$'), KEY, 'soc')).toThrow()
    expect(() => unseal('plain', KEY, 'soc')).toThrow('not sealed')
  })

  test('looks different each time', () => {
    expect(seal('x', KEY, 'soc')).not.toBe(seal('x', KEY, 'soc'))
  })
})
