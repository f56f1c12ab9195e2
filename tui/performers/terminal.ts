import type { TerminalEffect } from '../model/effect/terminal.js'
import type { Hands, Performers } from './hands.js'

export function terminalPerformers({ terminal, daemon, end }: Hands): Performers<TerminalEffect> {
  return {
    quit: ({ code }) => end(code),
    reconnect: () => daemon.reconnectNow(),
    'set-mouse': ({ on }) => terminal.setMouse(on),
    'set-theme': ({ name }) => terminal.setTheme(name),
    notify: ({ how, text }) => terminal.notify(how, text),
    redraw: () => terminal.forget(),
    suspend: () => terminal.suspend(),
  }
}
