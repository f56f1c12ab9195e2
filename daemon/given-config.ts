import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { type Config, type ConfigSources, configPath, readConfig } from './config.js'

/** By the names that commander gives the flags. */
type Given = Readonly<Record<string, string>>

/** The configuration of a command line; `flags` are settings by the name of their flag. Both throw what cannot be read. */
export function givenConfig(
  flags: readonly (readonly [setting: string, attribute: string])[],
  environment: ConfigSources['env'],
) {
  const configOf = (
    given: Given,
    file: ConfigSources['file'],
    env: ConfigSources['env'],
    named: (path: string) => void = () => {},
  ): Config => {
    const set = flags.flatMap(([name, attribute]) => (given[attribute] === undefined ? [] : [[name, given[attribute]]]))
    const readText = (path: string) => {
      named(path)
      return readFileSync(path, 'utf8')
    }
    return readConfig({ flags: Object.fromEntries(set), env, file, home: homedir(), readText })
  }
  return {
    configOf,
    /** With its file and the environment; `named` is told of each file that a setting names. */
    settingsOf(given: Given, named?: (path: string) => void): Config {
      const path = configPath(given.config, environment, homedir())
      const there = given.config !== undefined || existsSync(path)
      return configOf(given, there ? { path, text: readFileSync(path, 'utf8') } : undefined, environment, named)
    },
  }
}
