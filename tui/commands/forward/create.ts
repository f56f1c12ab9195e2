import { DESTINATION_TYPES, type DestinationTypeName } from '../../../protocol/destination.js'
import { SECRET_OF_TYPE, URL_OF_TYPE } from '../../../protocol/destination-questions.js'
import { command, flag, optional } from '../command.js'
import { formatOf, OUTPUT_OPTION } from '../event-printer.js'
import { TARGET_OPTIONS } from '../find-daemon.js'
import { text } from '../option-value.js'
import { withClient } from '../with-client.js'
import { UsageError, type World } from '../world.js'
import { ask } from './ask.js'
import { printDestinations } from './list.js'
import { SETTINGS_OPTIONS, secretIn, settingsOf, TYPE_OPTION } from './settings-option.js'

export const forwardCreate = command({
  name: 'forward create',
  summary: 'make a destination; at a terminal what is missing is asked for',
  options: {
    name: optional('--name <name>', 'what it is called', text),
    type: TYPE_OPTION,
    secretFile: optional('--secret-file <file>', "the write key, token or signing secret; '-' reads stdin", text),
    from: optional('--from <start|now|time>', 'where it begins (default: now)', text),
    enable: flag('--enable', 'begin to send at once'),
    ...SETTINGS_OPTIONS,
    ...OUTPUT_OPTION,
    ...TARGET_OPTIONS,
  },
  async run(world, _args, values) {
    const name = values.name ?? (await asked(world, '--name', 'Name: '))
    const type = values.type ?? typeNamed(await asked(world, '--type', `Type (${DESTINATION_TYPES.join(', ')}): `))
    const isAsking = world.terminal !== undefined && (values.name === undefined || values.type === undefined)
    const url = values.url ?? (isAsking ? await ask(world, `${URL_OF_TYPE[type]}: `) : undefined)
    const typed = isAsking && values.secretFile === undefined ? await askSecret(world, type) : undefined
    const secret = (await secretIn(world, values.secretFile)) ?? typed
    const settings = await settingsOf({ name, type }, { ...values, url: url === '' ? undefined : url })
    const { from, enable } = values
    const made = await withClient(world, values, (client) =>
      client.call(
        'forward.create',
        { settings, enable, ...(secret && { secret }), ...(from !== undefined && { from }) },
        world.signal,
      ),
    )
    await printDestinations(world, formatOf(world, values.output), [made])
    return undefined
  },
})

async function askSecret(world: World, type: DestinationTypeName): Promise<string | undefined> {
  const what = SECRET_OF_TYPE[type]
  return what === undefined ? undefined : ask(world, `The ${what}: `, { secret: true })
}

async function asked(world: World, option: string, question: string): Promise<string> {
  if (world.terminal === undefined) throw new UsageError(`Cannot make a destination: expected ${option}`)
  return ask(world, question)
}

function typeNamed(text: string): DestinationTypeName {
  const type = DESTINATION_TYPES.find((each) => each === text)
  if (type !== undefined) return type
  throw new UsageError(`Cannot make a destination of type '${text}': expected ${DESTINATION_TYPES.join(', ')}`)
}
