/** What a comparison compares a variable with. */
export type Literal = { is: 'text' | 'number' | 'bool'; text: string }
export const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'IN', 'LIKE', 'ISSUBSET', 'ISSUPERSET'] as const
export type Operator = (typeof OPERATORS)[number]

/** The comparison expressions of STIX patterning over CACAO's variables, as plain data. */
export type Condition =
  | { is: 'and' | 'or'; parts: Condition[] }
  | { is: 'compare'; variable: string; isNot: boolean; operator: Operator; literals: Literal[] }

/** The variables that a condition asks. */
export const variablesOf = (condition: Condition): string[] =>
  condition.is === 'compare' ? [condition.variable] : condition.parts.flatMap(variablesOf)
