/** Three kinds of tests by file name: `.spec.ts` pure, `.engine.spec.ts` on real engines, `.e2e.ts` in a real browser. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
            react: { runtime: 'automatic' },
          },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@genba/source', 'node'] },
  setupFiles: ['reflect-metadata', '<rootDir>/test/law-seed.mjs'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.genba/', '<rootDir>/.nx/'],
}

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,test,deploy}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.engine\\.spec\\.ts$', '/dist/', '/node_modules/'],
    },
    {
      ...shared,
      displayName: 'engine',
      testMatch: ['<rootDir>/{apps,libs,test,deploy}/**/*.engine.spec.ts'],
      testPathIgnorePatterns: ['/dist/', '/node_modules/'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/**/*.e2e.ts'],
      testPathIgnorePatterns: ['/dist/', '/node_modules/'],
    },
  ],
}
