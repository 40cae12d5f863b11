import type { Localised } from '@genba/contracts'

export type Threat = { number: number; name: Localised; techniques: string[] }

/** The threats of the guideline's table (3.1.7) that alerts can speak of; the others are fire, water, power and the like. */
const NAMES: Record<number, Localised> = {
  2: { ja: '直接的な不正接続による破壊・不正操作', en: 'Damage or misuse through an unauthorised direct connection' },
  3: { ja: 'ネットワーク経由の侵入・不正通信', en: 'Intrusion over the network, unauthorised communication' },
  4: { ja: '設備の不正な制御や停止', en: 'Unauthorised control or stop of equipment' },
  5: { ja: '設備への異常負荷による停止', en: 'Stop of equipment by abnormal load' },
  6: { ja: '安全制御の機能停止', en: 'Loss of the safety control of equipment' },
  8: { ja: '不正なサーバへのアップロード', en: 'Upload to an unauthorised server' },
  9: { ja: '通信データの盗聴', en: 'Interception of communication' },
  10: { ja: 'データやプログラムの改ざん・消去', en: 'Tampering with or deletion of data or programs' },
  11: { ja: '設備設定値の悪意ある変更・消去', en: 'Malicious change or deletion of set values' },
  12: { ja: '通信データの改ざん', en: 'Tampering with communication' },
  13: { ja: 'ネットワーク停止', en: 'Network stopped' },
  15: { ja: '設備・サーバ・PCの停止', en: 'Equipment, server or PC stopped' },
  17: { ja: '外部への攻撃の踏み台', en: 'Used to attack others' },
  22: { ja: '異常な機器（マルウェア感染など）の接続', en: 'Connection of an abnormal (for example infected) device' },
}

/** ATT&CK for ICS techniques that point to each of them. */
const TECHNIQUES: Record<keyof typeof NAMES, readonly string[]> = {
  2: ['T0860', 'T0864', 'T0895'],
  3: [
    'T0817',
    'T0819',
    'T0822',
    'T0840',
    'T0842',
    'T0846',
    'T0859',
    'T0865',
    'T0866',
    'T0867',
    'T0869',
    'T0883',
    'T0884',
    'T0885',
    'T0886',
    'T0888',
    'T0891',
  ],
  4: ['T0803', 'T0804', 'T0805', 'T0806', 'T0816', 'T0827', 'T0831', 'T0855', 'T0858', 'T0868', 'T0871'],
  5: ['T0806', 'T0814'],
  6: ['T0800', 'T0837', 'T0838', 'T0876', 'T0878', 'T0880'],
  8: ['T0802', 'T0811', 'T0882', 'T0893'],
  9: ['T0830', 'T0842', 'T0887'],
  10: ['T0809', 'T0821', 'T0839', 'T0843', 'T0845', 'T0851', 'T0857', 'T0872', 'T0873', 'T0889'],
  11: ['T0831', 'T0832', 'T0836', 'T0892'],
  12: ['T0830', 'T0848', 'T0856'],
  13: ['T0804', 'T0813', 'T0815'],
  15: ['T0814', 'T0826', 'T0828', 'T0829', 'T0881', 'T0890'],
  17: ['T0884'],
  22: ['T0847', 'T0862', 'T0863', 'T0864'],
}

/** The threats that techniques point to, in the order of the table. Techniques are named as in `T0855` or `attack.t0855`. */
export function threatsOf(techniques: readonly string[]): Threat[] {
  const seen = techniques.flatMap((each) => /t\d{4}/i.exec(each)?.[0].toUpperCase() ?? [])
  return Object.entries(NAMES).flatMap(([number, name]) => {
    const pointing = [...new Set(seen)].filter((technique) => TECHNIQUES[Number(number)]?.includes(technique))
    return pointing.length > 0 ? [{ number: Number(number), name, techniques: pointing }] : []
  })
}
