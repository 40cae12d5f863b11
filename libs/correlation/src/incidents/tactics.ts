import { TACTICS, type Tactic, type TacticStep } from '@genba/contracts'

const BY_TACTIC: Record<Tactic, string> = {
  'initial-access': '0817 0819 0822 0847 0848 0860 0862 0864 0865 0866 0883 0886',
  execution: '0807 0821 0823 0834 0853 0858 0863 0871 0874 0895',
  persistence: '0839 0857 0859 0873 0889 0891',
  'privilege-escalation': '0874 0890',
  evasion: '0820 0849 0851 0856 0858 0872 0894',
  discovery: '0840 0842 0846 0887 0888',
  'lateral-movement': '0812 0843 0859 0866 0867 0886 0891',
  collection: '0801 0802 0811 0830 0845 0852 0861 0868 0877 0887 0893',
  'command-and-control': '0869 0884 0885',
  'inhibit-response-function': '0800 0803 0804 0805 0809 0814 0816 0835 0838 0851 0857 0878 0881 0892',
  'impair-process-control': '0806 0836 0839 0855 0856',
  impact: '0813 0815 0826 0827 0828 0829 0831 0832 0837 0879 0880 0882',
}

const RANKS = new Map<string, number[]>()
for (const [rank, tactic] of TACTICS.entries())
  for (const number of BY_TACTIC[tactic].split(' ')) RANKS.set(`T${number}`, [...(RANKS.get(`T${number}`) ?? []), rank])

/** The places in TACTICS of a technique (`T0846`, also `T0846.001`); none for one that is not of ATT&CK for ICS. */
export const ranksOf = (technique: string): readonly number[] => RANKS.get(technique.slice(0, 5).toUpperCase()) ?? []

/** The shortest step forward from what was done before to what was done after; undefined when there is none. */
export function stepForward(before: ReadonlySet<number>, after: ReadonlySet<number>): TacticStep | undefined {
  const furthest = Math.max(-1, ...after)
  const from = Math.max(-1, ...[...before].filter((rank) => rank < furthest))
  if (from < 0) return undefined
  const to = Math.min(...[...after].filter((rank) => rank > from))
  return { from: TACTICS[from] as Tactic, to: TACTICS[to] as Tactic }
}
