import { configDefaults, defineConfig } from 'vitest/config'

/** Every key at every size through a pseudo-terminal takes two minutes: `npm run test:keys`. */
const KEYS = process.env.TEST_KEYS === undefined ? ['tui/scenarios/**'] : []

/** Tests import the built program (`#protocol/…`, `#daemon/…`, `#tui/…`): what is tested is what ships. */
export default defineConfig({
  cacheDir: '../node_modules/.vite',
  test: {
    root: 'test',
    include: ['**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...KEYS],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { external: [/\/dist\//] } },
  },
})
