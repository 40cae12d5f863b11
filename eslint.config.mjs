import globals from 'globals'
import tseslint from 'typescript-eslint'

const PURE = ['libs/contracts', 'libs/correlation', 'libs/playbook', 'libs/plant', 'libs/drill']
const ENGINES = ['kafkajs', 'mongoose', 'ioredis', 'bullmq', '@nestjs/*', 'socket.io', '@genba/platform']

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.genba/**', '.nx/**', 'coverage/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.eslint.json', tsconfigRootDir: import.meta.dirname },
      globals: { ...globals.node },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only a config.ts reads the environment, through platform readConfig.',
        },
      ],
    },
  },
  {
    // Nest reads constructor types at run time: a type-only import there breaks injection.
    files: ['apps/{ingest,correlator,responder,gateway}/**/*.ts', 'libs/platform/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: PURE.map((lib) => `${lib}/src/**/*.ts`),
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*', ...ENGINES], message: 'A pure lib does no I/O: the app passes plain data in.' },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch', 'Buffer'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is a parameter.' },
        { object: 'Math', property: 'random', message: 'Chance is a parameter.' },
      ],
    },
  },
  {
    files: [
      'libs/platform/src/config/config.ts',
      'test/**/*.ts',
      '**/*.spec.ts',
      '**/main.ts',
      'apps/cli/src/**/*.ts',
      'apps/gateway/src/setup.ts',
      '**/setup/**',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
