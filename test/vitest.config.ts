import { defineConfig } from 'vitest/config'

/** Tests import the built program (`#protocol/…`, `#daemon/…`, `#tui/…`): what is tested is what ships. */
export default defineConfig({
  cacheDir: '../node_modules/.vite',
  test: {
    root: 'test',
    include: ['**/*.test.ts'],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A fact may take a while on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    server: { deps: { external: [/\/dist\//] } },
  },
})
