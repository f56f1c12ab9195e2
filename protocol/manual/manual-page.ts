import type { CommandRow, OptionRow, Program } from './program.js'

/** A paragraph, a line to be typed, or a term and what it means. */
export type Block = string | { readonly example: string } | { readonly term: string; readonly meaning: string }

export interface Section {
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface ManualPage {
  readonly name: string
  readonly section: 1 | 5 | 8
  /** One line, as apropos(1) shows it. */
  readonly summary: string
  readonly sections: readonly Section[]
}

/** The page in the man macros of roff, which man(1) and mandoc(1) show. */
export function manualPage({ name, section, summary, sections }: ManualPage): string {
  return [
    `.TH ${name.toUpperCase().replaceAll('-', '\\-')} ${section} "" "" "Audit trail"`,
    '.SH NAME',
    `${escaped(name)} \\- ${escaped(summary)}`,
    ...sections.flatMap(({ title, blocks }) => [`.SH ${escaped(title)}`, ...blocks.flatMap(linesOf)]),
    '',
  ].join('\n')
}

/** What both programs' pages say of their command lines. */
export function commandSections({ name, commands }: Program): readonly Section[] {
  const [itself, ...others] = commands as [CommandRow, ...CommandRow[]]
  return [
    { title: 'SYNOPSIS', blocks: [`${name} [options] ${others.length > 0 ? '[command]' : ''}`.trim()] },
    { title: 'DESCRIPTION', blocks: [itself.summary] },
    { title: 'OPTIONS', blocks: itself.options.map(optionBlock) },
    ...others.map((command) => ({
      title: [name, command.name, command.arguments ?? ''].join(' ').trim(),
      blocks: [command.summary, ...command.options.map(optionBlock)],
    })),
  ]
}

const optionBlock = ({ flags, description }: OptionRow): Block => ({ term: flags, meaning: description })

function linesOf(block: Block): string[] {
  if (typeof block === 'string') return ['.PP', escaped(block)]
  if ('example' in block) return ['.PP', '.nf', '.RS', ...block.example.split('\n').map(escaped), '.RE', '.fi']
  return ['.TP', `\\fB${escaped(block.term)}\\fR`, escaped(block.meaning)]
}

/** Text that roff shows as it is: no escape, no hyphen that a search would not find, no control line, ASCII. */
function escaped(text: string): string {
  const line = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('\n', ' ')
    .replace(
      /[^\x20-\x7e]/gu,
      (character) => `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
  return /^[.']/.test(line) ? `\\&${line}` : line
}
