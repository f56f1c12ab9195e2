import { type Attacking, always, ask, frame, framed, pour, repeated } from './line.js'

/** Attacks by frames of a WebSocket. */
export const FRAMES: Readonly<Record<string, Attacking>> = {
  'a flood of frames': {
    answers: ['closed 4429', 'rate-limited'],
    attack: (target, end, answers) =>
      always(8, end, async () => {
        const chunk = repeated(frame(1, ask(1, 'nothing', {})), 1000)
        await pour(await framed(target, end, answers), () => chunk, end)
      }),
  },
  'a flood of pings': {
    answers: [],
    attack: (target, end, answers) =>
      always(8, end, async () => {
        const chunk = repeated(frame(9, Buffer.alloc(0)), 5000)
        await pour(await framed(target, end, answers), () => chunk, end)
      }),
  },
  'fragments of a message without end': {
    answers: ['closed 1008'],
    attack: (target, end, answers) =>
      always(8, end, async () => {
        const socket = await framed(target, end, answers)
        socket.write(frame(1, Buffer.from('{'), false))
        const chunk = repeated(frame(0, Buffer.from(' '), false), 1000)
        await pour(socket, () => chunk, end)
      }),
  },
  'a frame of a gigabyte': {
    answers: ['closed 1009'],
    attack: (target, end, answers) =>
      always(8, end, async () => {
        const socket = await framed(target, end, answers)
        socket.write(Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]))
        await pour(socket, () => Buffer.alloc(65_536), end)
      }),
  },
}
