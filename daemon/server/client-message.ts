import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Codec } from '../../protocol/codec.js'
import { TrailError } from '../../protocol/error.js'
import type { ClientMessage } from '../../protocol/message.js'
import { findMismatch } from '../../protocol/mismatch.js'

/** A frame as a request, or what is wrong with it; `id` names whose answer that is, where the frame says so much. */
export type Received =
  | { readonly message: ClientMessage }
  | { readonly error: TrailError; readonly id: number | undefined }

const id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Message = Compile(
  Type.Object(
    { id, method: Type.String({ maxLength: 64 }), params: Type.Optional(Type.Unknown()) },
    { additionalProperties: false },
  ),
)
const Identified = Compile(Type.Object({ id }))

export function readMessage(frame: string | Uint8Array, codec: Codec, maxFrameBytes: number): Received {
  let value: unknown
  try {
    value = codec.decode(frame, maxFrameBytes)
  } catch (error) {
    if (error instanceof TrailError) return { error, id: undefined }
    throw error
  }
  if (Message.Check(value)) return { message: value }
  const { path, problem } = findMismatch(Message, value)
  const field = path.join('.')
  const error = new TrailError(
    'invalid-request',
    `Cannot read the message: ${field === '' ? 'it' : field} ${problem}`,
    { field },
  )
  return { error, id: Identified.Check(value) ? value.id : undefined }
}
