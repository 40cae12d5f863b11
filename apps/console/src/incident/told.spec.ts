import { describe, expect, it } from '@jest/globals'
import type { PlantNames } from '../ui/plant-names.js'
import { actorName, codeText, isCodeWord, isOutputName, valueText } from './told.js'

const named = (id: string): string => (id === 'scada' ? 'SCADA' : id)
const names = { asset: named, zone: named, conduit: named, process: named } as unknown as PlantNames

describe('what the responder tells', () => {
  it('has the names of the plant in place of ids', () => {
    expect(valueText('assets', 'scada, agv-1', names)).toBe('SCADA, agv-1')
    expect(valueText('actors', 'asset:scada, 10.0.0.5 +3', names)).toBe('SCADA, 10.0.0.5 +3')
    expect(actorName('10.0.0.5', names)).toBe('10.0.0.5')
  })
  it('stays as it is where another playbook named it', () => {
    expect([isOutputName('ticket'), valueText('ticket', 'scada', names)]).toEqual([false, 'scada'])
  })
  it("has the contract's text for an error code, with what it is about", () => {
    expect(codeText('NO_CONNECTOR firewall').en).toBe('No connector of this name is configured (firewall)')
    expect(codeText('STALLED').ja).toBe('この手順の実行中に処理が繰り返し停止しました')
    expect(codeText('connect ETIMEDOUT').ja).toBe('connect ETIMEDOUT')
  })
  it('tells its own words from what people wrote', () => {
    expect([isCodeWord('superseded'), isCodeWord('constructor'), isCodeWord('誤検知')]).toEqual([true, false, false])
  })
})
